import Contract
import Logging
import Mail
import Pipeline
import Policy
import Postgres
import Redis
import ServiceLifecycle
import TestKit
import Testing
import Webhooks

@testable import Notifier

/// The courier against a real mail server and a real receiver, with the reports that it stores.
struct CourierTests {
    /// A database in whose mail the reports arrive.
    private struct Office {
        let session: PostgresSession
        let settings: CourierSettings

        init() async throws {
            let url = try await SharedServers.postgres.freshDatabase(template: .notifier)
            session = try await PostgresSession.connect(
                to: url,
                applicationName: "courier-test",
                connectTimeout: .seconds(10)
            )
            settings = CourierSettings(
                postgres: url,
                redis: try await SharedServers.redis,
                keys: Keys(prefix: SharedServers.prefix()),
                logger: Logger(label: "courier-test")
            )
        }

        /// The reports so far: who, verdict and cause.
        func reports() async throws -> [String] {
            try await session.query(
                Statement("SELECT partition::bigint, fields FROM pipeline.mail_notifier ORDER BY id")
            ).map { row in
                let report = SendReport(try Fields(json: row.text(1)), partition: Int(row.int(0)))
                guard let report else { return "unreadable" }
                return
                    "\(report.recipient.id) \(report.verdict.rawValue) \(report.cause)\(report.isAddressDead ? " dead" : "")"
            }
        }
    }

    /// Read once: it takes a while without optimisation.
    private static let rules = try? NoticeRules(Policy.Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files))

    private func letter(_ recipient: String, _ channel: NoticeChannel) -> Notifier.Letter {
        let content = LetterContent(
            language: "en",
            subject: "Hello",
            text: "Hello",
            html: "<p>Hello</p>",
            items: "[]",
            unsubscribe: nil
        )
        return Notifier.Letter(
            key: Letter.Key(partition: 1, id: UUIDv7.generate()),
            recipient: Recipient(audience: .user, id: recipient),
            channel: channel,
            further: [],
            made: Events.now,
            case: "k-1",
            conversation: "c-1",
            notices: [],
            content: content
        )
    }

    private func parcel(_ name: String, email: String? = nil, webhook: String? = nil) throws -> Parcel {
        let rules = try #require(Self.rules)
        var person = Person(Person.Key(partition: 1, recipient: Recipient(audience: .user, id: name)))
        person.email = email
        person.webhook = webhook
        return try #require(Parcel(letter(name, email == nil ? .webhook : .email), person, rules))
    }

    private func running(_ courier: Courier, _ body: () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            let services = ServiceGroup(services: [courier], logger: Logger(label: "courier-test"))
            group.addTask { try await services.run() }
            do {
                try await body()
            } catch {
                await services.triggerGracefulShutdown()
                throw error
            }
            await services.triggerGracefulShutdown()
            try await group.waitForAll()
        }
    }

    @Test
    func `mail that is taken, refused and put off is reported as that`() async throws {
        let office = try await Office()
        let server = try await SinkProcess.mailServer()
        var settings = office.settings
        settings.mailServer = MailServer(host: "127.0.0.1", port: server.port, security: .none)
        let courier = Courier(settings)
        try await running(courier) {
            for name in ["amina", "unknown", "grey", "spam"] {
                courier.take(try parcel(name, email: "\(name)@example.org"))
            }
            try await eventually(within: .seconds(20), "four reports") { try await office.reports().count == 4 }
        }
        let reports = try await office.reports().sorted()
        #expect(
            reports == [
                "amina delivered smtp_250", "grey again smtp_451", "spam refused smtp_554_5.7.1",
                "unknown refused smtp_550_5.1.1 dead",
            ]
        )
        await office.session.close()
    }

    @Test
    func `hundreds of mails arrive once each, under as many names, and each is reported once`() async throws {
        let office = try await Office()
        let server = try await SinkProcess.mailServer()
        var settings = office.settings
        settings.mailServer = MailServer(host: "127.0.0.1", port: server.port, security: .none)
        // However slow the machine is, none is given back because its turn comes late.
        settings.patience = .seconds(3600)
        let courier = Courier(settings)
        let count = 300
        try await running(courier) {
            for number in 0..<count {
                let parcel = try parcel("m\(number)", email: "m\(number)@example.org")
                courier.take(parcel)
                // Handed over again, as by a lane whose claim has run out: it has it already.
                if number % 10 == 0 { courier.take(parcel) }
            }
            try await eventually(within: .seconds(240), "all reports") { try await office.reports().count >= count }
        }
        let reports = try await office.reports()
        #expect(Set(reports).count == count && reports.count == count)
        #expect(reports.allSatisfy { $0.hasSuffix("delivered smtp_250") })
        let names = server.headers("Message-ID: ")
        #expect(names.count == count && Set(names).count == count)
        await office.session.close()
    }

    @Test
    func `a mail whose turn comes later than its claim allows is given back, and the server hears nothing of it`()
        async throws
    {
        let office = try await Office()
        let server = try await SinkProcess.mailServer()
        var settings = office.settings
        settings.mailServer = MailServer(host: "127.0.0.1", port: server.port, security: .none)
        settings.patience = .zero
        let courier = Courier(settings)
        let letters = try (0..<20).map { try parcel("m\($0)", email: "m\($0)@example.org") }
        try await running(courier) {
            for parcel in letters { courier.take(parcel) }
            try await eventually(within: .seconds(60), "all reports") { try await office.reports().count == 20 }
        }
        #expect(try await office.reports().sorted() == (0..<20).map { "m\($0) untried late" }.sorted())
        #expect(server.headers("Message-ID: ").isEmpty)
        #expect(letters.allSatisfy { !courier.holds($0.letter.id) })
        await office.session.close()
    }

    @Test
    func
        `a mail server that takes the message and says nothing leaves it unknown, one that is slow holds up no webhook`()
        async throws
    {
        let office = try await Office()
        let loris = try await SinkProcess.mailServer(mode: "loris")
        let receiver = try await SinkProcess.receiver()
        var settings = office.settings
        settings.mailServer = MailServer(host: "127.0.0.1", port: loris.port, security: .none)
        settings.mailLimits = MailLimits(connect: .seconds(2), message: .seconds(3))
        settings.webhooks = try Self.webhooks()
        let courier = Courier(settings)
        try await running(courier) {
            for number in 0..<8 { courier.take(try parcel("m\(number)", email: "m\(number)@example.org")) }
            courier.take(try parcel("hook", webhook: "http://127.0.0.1:\(receiver.port)/ok"))
            try await eventually(within: .seconds(30), "the webhook") {
                try await office.reports().contains("hook delivered http_204")
            }
            // It waited for none of the mails, which take three seconds each.
            #expect(try await office.reports().first == "hook delivered http_204")
            try await eventually(within: .seconds(30), "all reports") { try await office.reports().count == 9 }
        }
        #expect(try await office.reports().filter { $0.hasSuffix("again smtp_timed_out") }.count == 8)
        await office.session.close()
    }

    @Test
    func `a dead receiver with as many webhooks as there is room for holds up nobody else`() async throws {
        let office = try await Office()
        let receiver = try await SinkProcess.receiver()
        var settings = office.settings
        settings.webhooks = try Self.webhooks()
        let courier = Courier(settings)
        try await running(courier) {
            let dead = "http://127.0.0.1:\(receiver.mute)/"
            var taken = 0
            while case .free = courier.room(.webhook, target: dead), taken < 5_000 {
                courier.take(try parcel("dead-\(taken)", webhook: dead))
                taken += 1
            }
            #expect(taken == 16)
            for number in 0..<20 {
                courier.take(try parcel("live-\(number)", webhook: "http://127.0.0.1:\(receiver.port)/ok"))
            }
            try await eventually(within: .seconds(30), "twenty webhooks") {
                try await office.reports().filter { $0.hasPrefix("live-") }.count == 20
            }
            // None of them waited for the first of the others, which takes ten seconds.
            #expect(try await office.reports().prefix(20).allSatisfy { $0.hasPrefix("live-") })
        }
        #expect(await receiver.areSigned)
        await office.session.close()
    }

    @Test
    func `without a way out it waits to be stopped, and gives back what comes late`() async throws {
        let office = try await Office()
        let courier = Courier(office.settings)
        #expect(courier.means == Means(mail: false, webhooks: false))
        try await running(courier) {}
        await office.session.close()
    }

    private static func webhooks() throws -> (sender: WebhookSender, secrets: SigningSecrets) {
        let secrets = SigningSecrets(try SigningSecret(SinkProcess.secret))
        let targets = TargetGuard(allows: { $0.first == 127 }, ownAddresses: { [] })
        return (try WebhookSender(guard: targets), secrets)
    }
}
