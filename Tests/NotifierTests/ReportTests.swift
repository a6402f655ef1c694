import Contract
import Figures
import Logging
import Mail
import Pipeline
import Policy
import Postgres
import ServiceLifecycle
import TestKit
import Testing

@testable import Notifier

/// Issued reports on their way to the addresses of the policy.
struct ReportTests {
    private static let schedule = (
        #"weekly:    { report: weekly, days_after: 0, at: "07:00", to: [] }"#,
        #"weekly:    { report: weekly, days_after: 0, at: "07:00", to: [boss@example.org] }"#
    )
    /// As the aggregator has them.
    private static let tables = """
        CREATE SCHEMA metrics;
        CREATE TABLE metrics.reports (
            kind text, period text, issued_at timestamptz DEFAULT '2026-03-02 05:00Z', content text
        );
        """

    private func period() throws -> ReportPeriod { try #require(ReportPeriod("2026-W09", as: .weekly)) }

    private func report() throws -> Report {
        Report(
            period: try period(),
            zone: "Africa/Johannesburg",
            figures: [.count("messages.received", 1204)],
            tables: [
                ReportTable(
                    "kpis",
                    "Targets",
                    columns: [.text("id", "KPI"), .text("name", "What"), .text("target", "Target")],
                    rows: [[.text("A7"), .text(KPI.a7.title), .text("more than 90\u{A0}%")]]
                ),
                ReportTable(
                    "messages.by_category",
                    "Messages by category",
                    columns: [.text("category", "Category"), .number("received", "Received")],
                    rows: [[.text("payment_issue & more"), .count(321)], [.text("general"), .count(883)]]
                ),
            ],
            insights: [
                Insight(
                    .strength,
                    rule: "kpi.A7",
                    "Resolved in time: 94.9\u{A0}% keeps the target of more than 90\u{A0}%.",
                    evidence: [.share("A7", 391, of: 412)]
                ),
                Insight(.improve, rule: "new.rule", "What <a newer program> knows.", evidence: []),
            ]
        )
    }

    private func notifier(_ schedule: (String, String) = Self.schedule) async throws -> DatabaseNotifier {
        let notifier = try await DatabaseNotifier.open(policy: [schedule], script: Self.tables)
        _ = try await notifier.session.query(
            Statement(
                "INSERT INTO metrics.reports (kind, period, content) VALUES ('weekly', '2026-W09', $1)",
                .text(try report().json)
            )
        )
        return notifier
    }

    private func tell(
        _ notifier: DatabaseNotifier,
        _ format: String = "html",
        to address: String = "boss@example.org"
    ) async throws {
        let mailing = ReportMailing(
            try period(),
            schedule: "weekly",
            format: format,
            to: address,
            event: EventID.generate(at: notifier.now)
        )
        let partition = notifier.partitioning.partition(of: address)
        try await notifier.receive(ReportMailing.letterKind, at: partition, mailing.fields)
    }

    @Test
    func `a report goes out at once, in quiet hours too, and the ledger says to whom and why`() async throws {
        let notifier = try await notifier()
        try await notifier.pass(.seconds(13 * 3600))
        try await tell(notifier)
        let parcel = try #require(notifier.sender.parcels.first)
        let message = try #require(parcel.mail)
        #expect(message.recipient.address.text == "boss@example.org")
        #expect(message.subject.text == (try report().heading))
        #expect(message.attachment == nil)
        #expect(message.unsubscribe == nil)
        let html = try #require(message.html?.markup)
        #expect(html.contains("<td>Payment issue &amp; more</td><td class=\"n\">321</td>"))
        #expect(html.contains("What &lt;a newer program&gt; knows."))
        #expect(message.text.contains("94.9\u{A0}% keeps the target of more than 90\u{A0}%."))
        #expect(message.text.contains("https://saypro.online/reports/weekly/2026-W09"))
        #expect(try await notifier.ledger() == ["report boss@example.org email queued"])
        #expect(
            try await notifier.count(
                "SELECT count(*) FROM api.notifications WHERE reason = 'your_report' AND cause = 'report:weekly:2026-W09:weekly'"
            ) == 1
        )
        try await notifier.report(parcel, .delivered, "smtp_250")
        #expect(try await notifier.ledger() == ["report boss@example.org email sent"])
        await notifier.close()
    }

    @Test
    func `whoever reads French gets the whole mail in French, and the address of no language in English`() async throws
    {
        let schedules = #"""
            weekly:    { report: weekly, days_after: 0, at: "07:00", to: [boss@example.org] }
                in_paris:   { report: weekly, days_after: 0, at: "07:00", language: fr-FR, to: [paris@example.org] }
            """#
        let notifier = try await notifier((Self.schedule.0, schedules))
        try await tell(notifier, to: "paris@example.org")
        try await tell(notifier, "md", to: "paris@example.org")
        try await tell(notifier)
        let mails = notifier.sender.parcels.compactMap(\.mail)
        #expect(mails.count == 3)
        #expect(mails[0].subject.text == "Rapport hebdomadaire, semaine 2026-W09")
        let html = try #require(mails[0].html?.markup)
        for part in [
            "<html lang=\"fr\">", "Voici le rapport", "<h2>Points forts</h2>",
            "Résolus à temps\u{A0}: 94,9\u{A0}%, objectif tenu (plus de 90\u{A0}%)",
            "<h2>Messages par catégorie</h2>", ">Catégorie</th>", ">Reçus</th>", "Ouvrir le rapport",
            "est envoyé à votre adresse",
        ] { #expect(html.contains(part), "\(part)") }
        for part in ["Points forts", "Messages par catégorie", "Du 2026-02-23 au 2026-03-01", "| Chiffre | Valeur |"] {
            #expect(mails[0].text.contains(part), "\(part)")
            #expect(mails[1].attachment?.text.contains(part) == true, "\(part)")
        }
        for english in ["Strengths", "keeps the target", "Category", "Received"] {
            #expect(!html.contains(english) && !mails[0].text.contains(english), "\(english)")
        }
        #expect(mails[2].subject.text == (try report().heading))
        #expect(mails[2].text.contains("94.9\u{A0}% keeps the target of more than 90\u{A0}%."))
        await notifier.close()
    }

    /// Read once: it takes a while without optimisation.
    private static let document = try? Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files)

    @Test(arguments: DefaultPolicy.noticeTemplates)
    func `the preview of each template has the frame of its notice`(name: String, link: String?, why: String) throws {
        let document = try #require(Self.document)
        let preview = try #require(NoticePreview(Name(name), for: .english, in: document))
        #expect(preview.text.contains(why), "\(preview.text)")
        if let link { #expect(preview.text.contains(link), "\(preview.text)") }
        if name != "admin_report" { return #expect(!preview.html.contains("Messages by category")) }
        for part in ["94.9\u{A0}% keeps the target of more than 90\u{A0}%.", "Messages by category", "Open the report"]
        {
            #expect(preview.html.contains(part), "\(part)")
        }
        #expect(!preview.html.contains("Open the conversation"))
        let french = try #require(NoticePreview(Name(name), for: Language("fr"), in: document))
        #expect(french.subject == "Rapport hebdomadaire, semaine 2026-W11")
        #expect(french.html.contains("Messages par catégorie"))
    }

    @Test
    func `after a kill the same report goes out under the same id, to the byte, and is recorded once`() async throws {
        let notifier = try await notifier()
        try await tell(notifier, "csv")
        notifier.sender.die()
        try await notifier.pass(.seconds(61))
        let parcels = notifier.sender.parcels
        #expect(parcels.count == 2)
        #expect(parcels[0].mail?.composed() == parcels[1].mail?.composed())
        #expect(parcels[0].mail?.id == parcels[1].mail?.id)
        try await notifier.report(parcels[1], .delivered, "smtp_250")
        try await notifier.pass(.seconds(90_000))
        #expect(notifier.sender.parcels.count == 2)
        #expect(try await notifier.ledger() == ["report boss@example.org email sent"])
        await notifier.close()
    }

    @Test
    func `an address that the policy no longer names gets nothing, and a report that is not there is told as that`()
        async throws
    {
        let notifier = try await notifier()
        try await tell(notifier, to: "former@example.org")
        _ = try await notifier.session.query(Statement("DELETE FROM metrics.reports"))
        try await tell(notifier)
        #expect(notifier.sender.parcels.isEmpty)
        #expect(
            try await notifier.ledger().sorted() == [
                "report boss@example.org email suppressed no_text",
                "report former@example.org email suppressed no_address",
            ]
        )
        await notifier.close()
    }

    @Test
    func `each form reaches a real mail server, where another language's parser finds the file whole`() async throws {
        let notifier = try await notifier()
        for format in ["html", "csv", "json", "md"] { try await tell(notifier, format) }
        let server = try await SinkProcess.mailServer()
        var settings = CourierSettings(
            postgres: try await SharedServers.postgres.freshDatabase(template: .notifier),
            redis: try await SharedServers.redis,
            keys: Keys(prefix: SharedServers.prefix()),
            logger: Logger(label: "report-test")
        )
        settings.mailServer = MailServer(host: "127.0.0.1", port: server.port, security: .none)
        settings.mailConnections = 1
        let courier = Courier(settings)
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [courier], logger: Logger(label: "report-test"))
            group.addTask { try await services.run() }
            for parcel in notifier.sender.parcels { courier.take(parcel) }
            try? await eventually(within: .seconds(20), "four mails") { try await server.mails().count == 4 }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
        let mails = try await server.mails()
        let texts = "multipart/alternative text/plain text/html"
        var report = try report()
        report.issuedAt = Instant(rfc3339: "2026-03-02T05:00:00Z")
        #expect(
            mails == [
                texts,
                "multipart/mixed \(texts) text/csv weekly-2026-W09.csv:\(Self.size(report.csv))",
                "multipart/mixed \(texts) application/json weekly-2026-W09.json:\(Self.size(report.json))",
                "multipart/mixed \(texts) text/markdown weekly-2026-W09.md:\(Self.size(report.markdown))",
            ]
        )
        await notifier.close()
    }

    /// How long a text is to Python, which reads each line break as one byte; a last one is added where there is none.
    private static func size(_ text: String) -> Int {
        let lines = text.replacing("\r\n", with: "\n")
        return lines.utf8.count + (lines.hasSuffix("\n") ? 0 : 1)
    }
}

extension DefaultPolicy {
    /// Templates of the default policy, with where their readers go on and why they get it.
    fileprivate static let noticeTemplates: [(String, String?, String)] = [
        ("admin_report", "https://saypro.online/reports/weekly/2026-W11", "sends this report to your address"),
        ("admin_digest", nil, "because cases wait for you"),
        ("admin_rating", "https://saypro.online/office/cases/sample", "because the case is with your team"),
        ("received", "https://saypro.online/messages/u-42", "because you wrote to us"),
        ("survey", "https://saypro.online/survey/sample", "because it is about your case"),
        ("reward", "https://saypro.online/messages/u-42", "because you answered our survey"),
    ]
}
