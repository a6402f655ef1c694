import Contract
import Pipeline
import Policy
import Postgres
import Testing

@testable import Notifier

/// Which replies the router is told of as not delivered: those that have failed on every way that they were to go.
struct ReplyFateTests {
    /// A notifier beside a router's view of the case, which is in another partition than its user.
    private func notifier(_ user: Fields) async throws -> DatabaseNotifier {
        let notifier = try await DatabaseNotifier.open(
            script: """
                CREATE VIEW api.cases AS SELECT 'k-1'::text AS "case", 'c-1'::text AS conversation, 2 AS partition
                """
        )
        try await notifier.user("u-1", user)
        return notifier
    }

    /// The letters that the router has, each as its kind and what failed.
    private func told(_ notifier: DatabaseNotifier) async throws -> [String] {
        try await notifier.session.query(
            Statement(
                """
                SELECT concat_ws(' ', partition, conversation, kind, fields::json ->> 'case',
                                 nullif(fields::json ->> 'failure', ''))
                FROM pipeline.mail_router ORDER BY id
                """
            )
        ).map { $0.text(0) }
    }

    private func fail(_ notifier: DatabaseNotifier, dead: Bool = false) async throws {
        let parcel = try #require(notifier.sender.parcels.last)
        try await notifier.report(parcel, .refused, "refused", dead: dead)
    }

    @Test
    func `a reply that was to go by mail alone has failed when the mail has`() async throws {
        let notifier = try await notifier(["email": "amina@example.org", "channels": "email"])
        let reply = notifier.event("case.replied", LetterFlowTests.reply)
        try await notifier.tell(reply)
        #expect(try await told(notifier).isEmpty)
        try await fail(notifier)
        #expect(try await told(notifier) == ["2 c-1 reply_failed k-1 refused"])
        let fields = try await notifier.session.query(
            Statement("SELECT fields FROM pipeline.mail_router")
        ).map { try Fields(json: $0.text(0)) }
        #expect(fields.first?["reply"] == reply.event.description)
        #expect(fields.first?["replied_at"] == reply.time.description)
        #expect(fields.first?["cause"] == reply.event.description)
        #expect(fields.first?["time"].flatMap { Instant(rfc3339: $0) } == notifier.now)
        await notifier.close()
    }

    @Test(
        arguments: [
            ("it is shown in the application too", ["channels": "in_app,email"]),
            ("no list of channels: the policy's has the application", [:]),
            ("the webhook comes next, and has not failed", ["channels": "email,webhook"]),
        ] as [(String, Fields)]
    )
    func `a reply that goes or went another way too has not failed with the mail`(
        _ name: String,
        _ more: Fields
    ) async throws {
        var user: Fields = ["email": "amina@example.org", "webhook": "https://hooks.example.org/u-1"]
        for field in more { user.set(field.name, to: field.value) }
        let notifier = try await notifier(user)
        try await notifier.tell(notifier.event("case.replied", LetterFlowTests.reply))
        try await fail(notifier)
        #expect(try await told(notifier).isEmpty, "\(name)")
        await notifier.close()
    }

    @Test
    func `a reply has failed with the last way, and arrives with any that turns out to have worked`() async throws {
        let notifier = try await notifier([
            "email": "amina@example.org", "webhook": "https://hooks.example.org/u-1", "channels": "email,webhook",
        ])
        try await notifier.tell(notifier.event("case.replied", LetterFlowTests.reply))
        let first = try #require(notifier.sender.parcels.last)
        try await fail(notifier)
        #expect(try await told(notifier).isEmpty)
        try await fail(notifier)
        #expect(try await told(notifier) == ["2 c-1 reply_failed k-1 refused"])
        try await notifier.report(first, .delivered, "smtp_250")
        #expect(try await told(notifier) == ["2 c-1 reply_failed k-1 refused", "2 c-1 reply_arrived k-1"])
        await notifier.close()
    }

    @Test
    func `a mail that comes back has failed though it was taken, and so has the next one to that address`() async throws
    {
        let notifier = try await notifier(["email": "amina@example.org", "channels": "email"])
        try await notifier.tell(notifier.event("case.replied", LetterFlowTests.reply))
        let parcel = try #require(notifier.sender.parcels.last)
        try await notifier.report(parcel, .delivered)
        #expect(try await told(notifier).isEmpty)
        let fields: Fields = ["letter": parcel.letter.id.description, "cause": "bounced_5.1.1", "hard": "true"]
        try await notifier.receive(Outbox.Kind.bounce, at: parcel.letter.partition, fields)
        #expect(try await told(notifier) == ["2 c-1 reply_failed k-1 bounced_5.1.1"])
        try await notifier.tell(notifier.event("case.replied", LetterFlowTests.reply))
        #expect(try await told(notifier).last == "2 c-1 reply_failed k-1 address_bounced")
        #expect(try await told(notifier).count == 2)
        await notifier.close()
    }

    @Test
    func `a mail that comes back is told by the next channel, and has failed only where that fails too`() async throws {
        let notifier = try await notifier([
            "email": "amina@example.org", "webhook": "https://hooks.example.org/u-1", "channels": "email,webhook",
        ])
        try await notifier.tell(notifier.event("case.replied", LetterFlowTests.reply))
        let mail = try #require(notifier.sender.parcels.last)
        try await notifier.report(mail, .delivered)
        let fields: Fields = ["letter": mail.letter.id.description, "cause": "bounced_5.1.1", "hard": "true"]
        try await notifier.receive(Outbox.Kind.bounce, at: mail.letter.partition, fields)
        #expect(
            try await notifier.ledger() == [
                "replied u-1 email failed bounced_5.1.1", "replied u-1 webhook queued",
            ]
        )
        #expect(notifier.sender.parcels.map(\.channel) == [.email, .webhook])
        #expect(try await told(notifier).isEmpty)
        try await fail(notifier)
        #expect(try await told(notifier) == ["2 c-1 reply_failed k-1 refused"])
        #expect(try await notifier.count("SELECT count(*) FROM notifier.letters WHERE content IS NOT NULL") == 0)
        await notifier.close()
    }

    @Test
    func `a mail that comes back after a week is no news any more`() async throws {
        let notifier = try await notifier([
            "email": "amina@example.org", "webhook": "https://hooks.example.org/u-1", "channels": "email,webhook",
        ])
        try await notifier.tell(notifier.event("case.replied", LetterFlowTests.reply))
        let mail = try #require(notifier.sender.parcels.last)
        try await notifier.report(mail, .delivered)
        try await notifier.pass(.seconds(7 * 24 * 3600))
        let fields: Fields = ["letter": mail.letter.id.description, "cause": "bounced_4.4.7"]
        try await notifier.receive(Outbox.Kind.bounce, at: mail.letter.partition, fields)
        #expect(try await notifier.ledger() == ["replied u-1 email failed bounced_4.4.7"])
        #expect(try await told(notifier) == ["2 c-1 reply_failed k-1 bounced_4.4.7"])
        await notifier.close()
    }

    @Test(
        arguments: [
            ("case.resolved", ["user": "u-1", "summary": "done", "actor": "admin:a-1"]),
            ("case.updated", ["user": "u-1", "text": "soon", "actor": "admin:a-1"]),
        ] as [(String, Fields)]
    )
    func `only replies are answers`(_ type: String, _ fields: Fields) async throws {
        let notifier = try await notifier(["email": "amina@example.org", "channels": "email"])
        try await notifier.tell(notifier.event(type, fields))
        try await fail(notifier)
        #expect(try await told(notifier).isEmpty)
        #expect(try await notifier.ledger().last?.contains("failed refused") == true)
        await notifier.close()
    }

    @Test(
        arguments: [
            (["channels": "email"] as Fields, Means(mail: true, webhooks: true)),
            (["channels": "email", "email": "a@example.org"] as Fields, Means(mail: false, webhooks: true)),
        ]
    )
    func `what was never tried has not failed`(_ user: Fields, _ means: Means) async throws {
        let notifier = try await DatabaseNotifier.open(
            means: means,
            script: """
                CREATE VIEW api.cases AS SELECT 'k-1'::text AS "case", 'c-1'::text AS conversation, 2 AS partition
                """
        )
        try await notifier.user("u-1", user)
        try await notifier.tell(notifier.event("case.replied", LetterFlowTests.reply))
        #expect(try await notifier.ledger().count == 1)
        #expect(try await told(notifier).isEmpty)
        await notifier.close()
    }
}
