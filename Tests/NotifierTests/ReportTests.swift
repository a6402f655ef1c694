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
                    "messages.by_category",
                    "Messages by <category>",
                    columns: [.text("category", "Category"), .number("received", "Received")],
                    rows: [[.text("payment_issue & more"), .count(321)], [.text("general"), .count(883)]]
                )
            ],
            insights: [Insight(.strength, rule: "kpi.any_response", "Answers come in time.", evidence: [])]
        )
    }

    private func notifier() async throws -> DatabaseNotifier {
        let notifier = try await DatabaseNotifier.open(policy: [Self.schedule], script: Self.tables)
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
        #expect(html.contains("<td>payment_issue &amp; more</td><td class=\"n\">321</td>"))
        #expect(html.contains("Messages by &lt;category&gt;"))
        #expect(message.text.contains("Answers come in time."))
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
