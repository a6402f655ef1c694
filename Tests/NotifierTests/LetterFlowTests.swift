import Contract
import Mail
import Pipeline
import Policy
import Testing

@testable import Notifier

/// Claim, send, record: what becomes of letters, and what a process that is killed leaves.
struct LetterFlowTests {
    /// A mail system's report that a mail to the user could not be delivered.
    private static func bounce(of id: String) -> String {
        """
        From: MAILER-DAEMON@mx.example.org\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r
        \r\n--b\r\nContent-Type: text/plain\r\n\r\nIt failed.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r
        Reporting-MTA: dns; mx.example.org\r\n\r\nFinal-Recipient: rfc822; amina@example.org\r\nAction: failed\r
        Status: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: \(id)\r\n\r\n--b--\r\n
        """
    }

    static let reply: Fields = ["user": "u-1", "admin": "a-1", "actor": "admin:a-1", "text": "Hello"]

    func notifier(
        _ user: Fields = ["email": "amina@example.org", "name": "Amina"],
        means: Means = Means(mail: true, webhooks: true),
        policy: [(String, String)] = []
    ) async throws -> DatabaseNotifier {
        let notifier = try await DatabaseNotifier.open(means: means, policy: policy)
        try await notifier.user("u-1", user)
        return notifier
    }

    @Test
    func `a mail is queued, sent and recorded; it names its case's thread and the way to unsubscribe`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(try await notifier.ledger() == ["replied u-1 email queued"])
        let parcel = try #require(notifier.sender.parcels.first)
        let message = try #require(parcel.mail)
        #expect(message.recipient.address.text == "amina@example.org")
        #expect(message.sender.address.text == "messages@saypro.online")
        #expect(message.id.text == "letter.\(parcel.letter.partition).\(parcel.letter.id)@saypro.online")
        #expect(message.inReplyTo != nil)
        #expect(message.unsubscribe?.text.hasPrefix("https://saypro.online/unsubscribe/") == true)
        try await notifier.report(parcel, .delivered, "smtp_250")
        #expect(try await notifier.ledger() == ["replied u-1 email sent"])
        #expect(
            notifier.events.map(\.type) == ["notification.sent", "notification.queued", "notification.sent"]
        )
        #expect(notifier.events.allSatisfy { $0.traceparent == Events.traceparent })
        // What is about the recipient stands in the recipient's partition, and names no conversation.
        #expect(notifier.events.last?.conversation == nil)
        #expect(notifier.events.last?.partition == notifier.partitioning.partition(of: "u-1"))
        #expect(try await notifier.count("SELECT count(*) FROM notifier.letters WHERE content IS NOT NULL") == 0)
        await notifier.close()
    }

    @Test
    func `a letter of a process that was killed goes out again, once its claim has run out, under the same id`()
        async throws
    {
        let notifier = try await notifier()
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        try await notifier.pass(.seconds(61))
        // While the process has it, the claim goes on.
        #expect(notifier.sender.parcels.count == 1)
        notifier.sender.die()
        try await notifier.pass(.seconds(61))
        let parcels = notifier.sender.parcels
        #expect(parcels.count == 2)
        #expect(parcels[0].mail?.id == parcels[1].mail?.id)
        #expect(parcels[0].mail?.composed() == parcels[1].mail?.composed())
        #expect(parcels.map(\.number) == [1, 2])
        // Both come through: the second word changes nothing.
        try await notifier.report(parcels[0], .delivered)
        try await notifier.report(parcels[1], .again, "smtp_451")
        #expect(try await notifier.ledger() == ["replied u-1 email sent"])
        try await notifier.pass(.seconds(90_000))
        #expect(notifier.sender.parcels.count == 2)
        await notifier.close()
    }

    @Test
    func `what is not taken is tried again on schedule, then fails, and the next channel carries it`() async throws {
        let notifier = try await notifier([
            "email": "amina@example.org", "webhook": "https://hooks.example.org/u-1", "channels": "email,webhook",
        ])
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        // 1m, 5m, 30m, 2h, 12h: six attempts in all.
        for wait in [60, 300, 1800, 7200, 43_200] {
            let parcel = try #require(notifier.sender.parcels.last)
            try await notifier.report(parcel, .again, "smtp_451")
            let before = notifier.sender.parcels.count
            try await notifier.pass(.seconds(wait - 1))
            #expect(notifier.sender.parcels.count == before)
            try await notifier.pass(.seconds(2))
            #expect(notifier.sender.parcels.count == before + 1)
        }
        #expect(notifier.sender.parcels.count == 6)
        try await notifier.report(try #require(notifier.sender.parcels.last), .again, "smtp_451")
        #expect(
            try await notifier.ledger() == [
                "replied u-1 email failed gave_up_after_6:smtp_451", "replied u-1 webhook queued",
            ]
        )
        let parcel = try #require(notifier.sender.parcels.last)
        #expect(parcel.channel == .webhook)
        try await notifier.report(parcel, .delivered, "http_204")
        #expect(try await notifier.ledger().last == "replied u-1 webhook delivered")
        await notifier.close()
    }

    @Test
    func `an address that is refused is not written to again, until there is another`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        try await notifier.report(try #require(notifier.sender.parcels.last), .refused, "smtp_550_5.1.1", dead: true)
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(
            try await notifier.ledger() == [
                "replied u-1 email failed smtp_550_5.1.1", "replied u-1 email suppressed address_bounced",
            ]
        )
        try await notifier.user("u-1", ["email": "amina@example.net"])
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(notifier.sender.parcels.last?.mail?.recipient.address.text == "amina@example.net")
        await notifier.close()
    }

    @Test(arguments: [["email": "amina@example.net"], [:]] as [Fields], [true, false])
    func `an address that came back is written to again when it is put after another or none`(
        _ meanwhile: Fields,
        _ inOneBatch: Bool
    ) async throws {
        let notifier = try await notifier()
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        try await notifier.report(try #require(notifier.sender.parcels.last), .refused, "smtp_550_5.1.1", dead: true)
        // The same again opens nothing.
        try await notifier.user("u-1", ["email": "amina@example.org", "name": "Amina"])
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(notifier.sender.parcels.count == 1)
        let entries = [meanwhile, ["email": "amina@example.org"]].map { notifier.entry("u-1", $0) }
        if inOneBatch {
            try await notifier.tell(entries)
        } else {
            for entry in entries { try await notifier.tell(entry) }
        }
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(notifier.sender.parcels.count == 2)
        #expect(notifier.sender.parcels.last?.mail?.recipient.address.text == "amina@example.org")
        await notifier.close()
    }

    @Test func `a bounce finds a letter that is in another partition than when it was named`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        let parcel = try #require(notifier.sender.parcels.last)
        try await notifier.report(parcel, .delivered)
        for table in ["letters", "notifications"] {
            let move =
                "UPDATE notifier.\(table) SET partition = (partition + 1) % 4 WHERE channel = 'email' RETURNING 1"
            #expect(try await notifier.count(move) == 1)
        }
        let fields: Fields = ["letter": parcel.letter.id.description, "cause": "bounced_5.1.1", "hard": "true"]
        try await notifier.receive(Outbox.Kind.bounce, at: parcel.letter.partition, fields)
        #expect(try await notifier.ledger() == ["replied u-1 email failed bounced_5.1.1"])
        await notifier.close()
    }

    @Test
    func `a bounce fails the notice and closes the address; an automatic answer is counted and never answered`()
        async throws
    {
        let notifier = try await notifier(policy: [("at_most: 10, within: 3h", "at_most: 1, within: 3h")])
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        let parcel = try #require(notifier.sender.parcels.last)
        try await notifier.report(parcel, .delivered)
        let id = try #require(parcel.mail?.id.bracketed)
        let vacation = """
            From: amina@example.org\r\nSubject: Away\r\nAuto-Submitted: auto-replied\r\nIn-Reply-To: \(id)\r\n\r\nI am away.
            """
        try await notifier.tell(Events.event("mail.bounced", ["mail": vacation], partition: 0, case: nil))
        try await notifier.tell(
            notifier.event("case.opened", ["user": "u-1", "message": "m-2", "kind": "conversation"], case: "k-2")
        )
        #expect(try await notifier.ledger().last == "received u-1 email suppressed loop_guard")
        #expect(notifier.sender.parcels.count == 1)

        try await notifier.tell(Events.event("mail.bounced", ["mail": Self.bounce(of: id)], partition: 0, case: nil))
        #expect(
            try await notifier.ledger("channel = 'email' AND type = 'replied'") == [
                "replied u-1 email failed bounced_5.1.1"
            ]
        )
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(try await notifier.ledger().last == "replied u-1 email suppressed address_bounced")
        await notifier.close()
    }

    @Test
    func `what comes back from an address that the user has given up closes not the new one`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        let parcel = try #require(notifier.sender.parcels.last)
        try await notifier.report(parcel, .delivered)
        try await notifier.user("u-1", ["email": "amina@example.net"])
        let bounce = Self.bounce(of: try #require(parcel.mail?.id.bracketed))
        try await notifier.tell(Events.event("mail.bounced", ["mail": bounce], partition: 0, case: nil))
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(notifier.sender.parcels.last?.mail?.recipient.address.text == "amina@example.net")
        await notifier.close()
    }

    @Test(
        arguments: [
            (["email": "a@example.org"], Means(mail: false, webhooks: false), ["email suppressed no_mail_server"]),
            (
                ["webhook": "https://h.example.org", "channels": "webhook"], Means(mail: true, webhooks: false),
                ["webhook suppressed no_webhook_secret"]
            ),
            ([:], Means(mail: true, webhooks: true), []),
            (["channels": "email"], Means(mail: true, webhooks: true), ["email suppressed no_address"]),
            (["email": "a@example.org", "channels": "in_app"], Means(mail: true, webhooks: true), []),
        ] as [(Fields, Means, [String])]
    )
    func `why somebody is not written to is kept`(_ user: Fields, _ means: Means, _ ledger: [String]) async throws {
        let notifier = try await notifier(user, means: means)
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(try await notifier.ledger() == ledger.map { "replied u-1 \($0)" })
        #expect(notifier.sender.parcels.isEmpty)
        await notifier.close()
    }

    @Test
    func `where there is no room a letter waits a little and is not counted as an attempt`() async throws {
        let notifier = try await notifier()
        notifier.sender.setRoom(.late)
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(notifier.sender.parcels.isEmpty)
        notifier.sender.setRoom(.free)
        try await notifier.pass(.seconds(331))
        #expect(notifier.sender.parcels.map(\.number) == [1])
        await notifier.close()
    }

    @Test
    func `an erased user is written to no more, and what is kept of the user is gone`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        try await notifier.report(try #require(notifier.sender.parcels.last), .again, "smtp_451")
        let partition = notifier.partitioning.partition(of: "u-1")
        try await notifier.tell(
            Events.event("user.changed", ["user": "u-1", "erased": "true"], partition: partition, case: nil)
        )
        try await notifier.tell(notifier.event("case.updated", ["user": "u-1", "actor": "admin:a-1", "text": "News"]))
        try await notifier.erase("u-1", as: "erased-1")
        try await notifier.pass(.seconds(1000))
        #expect(notifier.sender.parcels.count == 1)
        #expect(
            try await notifier.ledger() == [
                "replied erased-1 email suppressed erased", "updated erased-1 email suppressed erased coalesced",
            ]
        )
        for table in ["people", "paces", "waiting"] {
            #expect(try await notifier.count("SELECT count(*) FROM notifier.\(table)") == 0)
        }
        #expect(try await notifier.count("SELECT count(*) FROM notifier.letters WHERE content IS NOT NULL") == 0)
        await notifier.close()
    }
}

/// A way that is closed between the writing of a letter, or the holding of a notice, and its sending.
extension LetterFlowTests {
    private static let two: Fields = [
        "email": "amina@example.org", "webhook": "https://hooks.example.org/u-1", "channels": "email,webhook",
    ]

    private func unsubscribe(_ notifier: DatabaseNotifier) async throws {
        let partition = notifier.partitioning.partition(of: "u-1")
        try await notifier.receive(Outbox.Kind.unsubscribe, at: partition, ["audience": "user", "recipient": "u-1"])
    }

    private func update(_ notifier: DatabaseNotifier) -> Event {
        notifier.event("case.updated", ["user": "u-1", "actor": "admin:a-1", "text": "News"])
    }

    @Test
    func `what is held or to be tried again when somebody ends mail goes by the next channel`() async throws {
        let notifier = try await notifier(Self.two)
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        try await notifier.report(try #require(notifier.sender.parcels.last), .again, "smtp_451")
        try await notifier.tell(update(notifier))
        try await notifier.tell(
            notifier.event("case.resolved", ["user": "u-1", "actor": "admin:a-1", "summary": "Done"], case: "k-2")
        )
        try await unsubscribe(notifier)
        try await notifier.pass(.seconds(300))
        #expect(
            try await notifier.ledger().sorted() == [
                "replied u-1 email suppressed unsubscribed", "replied u-1 webhook queued",
                // The receipt is essential: it comes by mail, and nothing else with it.
                "resolved u-1 email queued coalesced", "updated u-1 email suppressed unsubscribed coalesced",
                "updated u-1 webhook queued",
            ]
        )
        let mails = notifier.sender.parcels.compactMap(\.mail)
        #expect(mails.count == 2)
        #expect(mails.last?.text.contains("News") == false)
        #expect(notifier.sender.parcels.filter { $0.channel == .webhook }.count == 2)
        await notifier.close()
    }

    @Test
    func `what is held when an address turns out to be dead goes by the next channel`() async throws {
        let notifier = try await notifier(Self.two)
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        try await notifier.tell(update(notifier))
        try await notifier.report(try #require(notifier.sender.parcels.last), .refused, "smtp_550", dead: true)
        try await notifier.pass(.seconds(300))
        #expect(
            try await notifier.ledger("type = 'updated'") == [
                "updated u-1 email failed address_bounced coalesced", "updated u-1 webhook queued",
            ]
        )
        #expect(notifier.sender.parcels.filter { $0.channel == .email }.count == 1)
        await notifier.close()
    }

    @Test
    func `a channel that is listed no more is not used for what waits for it`() async throws {
        let notifier = try await notifier(Self.two)
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        try await notifier.report(try #require(notifier.sender.parcels.last), .again, "smtp_451")
        try await notifier.tell(update(notifier))
        var entry = Self.two
        entry.set("channels", to: "webhook")
        try await notifier.user("u-1", entry)
        try await notifier.pass(.seconds(300))
        #expect(
            try await notifier.ledger().sorted() == [
                "replied u-1 email suppressed not_listed", "replied u-1 webhook queued",
                "updated u-1 email suppressed not_listed coalesced", "updated u-1 webhook queued",
            ]
        )
        await notifier.close()
    }

    @Test
    func `a mail that comes back goes no way that is listed no more`() async throws {
        let notifier = try await notifier(Self.two)
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        let parcel = try #require(notifier.sender.parcels.last)
        try await notifier.report(parcel, .delivered)
        var entry = Self.two
        entry.set("channels", to: "email")
        try await notifier.user("u-1", entry)
        try await comeBack(parcel, notifier)
        #expect(try await notifier.ledger() == ["replied u-1 email failed bounced_5.1.1"])
        await notifier.close()
    }

    @Test
    func `what may have been overtaken is not told anew when its mail comes back`() async throws {
        let notifier = try await notifier(Self.two)
        try await notifier.tell(update(notifier))
        let parcel = try #require(notifier.sender.parcels.last)
        try await notifier.report(parcel, .delivered)
        #expect(try await notifier.count("SELECT count(*) FROM notifier.letters WHERE content IS NOT NULL") == 0)
        try await comeBack(parcel, notifier)
        #expect(try await notifier.ledger() == ["updated u-1 email failed bounced_5.1.1"])
        await notifier.close()
    }

    @Test
    func `an erasure takes away what sent letters say of the person, also those of several cases`() async throws {
        let notifier = try await notifier(Self.two)
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        for id in ["k-2", "k-3"] {
            try await notifier.tell(
                notifier.event("case.resolved", ["user": "u-1", "actor": "admin:a-1", "summary": "Done"], case: id)
            )
        }
        try await notifier.pass(.seconds(130))
        for parcel in notifier.sender.parcels { try await notifier.report(parcel, .delivered) }
        let kept = "SELECT count(*) FROM notifier.letters WHERE content IS NOT NULL"
        try await notifier.erase("u-8", as: "erased-8")
        #expect(try await notifier.count(kept) == 2)
        // Another person of the conversation.
        try await notifier.erase("u-9", as: "erased-9", conversations: ["c-1": "c-9"])
        #expect(try await notifier.count(kept) == 0)
        await notifier.close()
    }

    private func comeBack(_ parcel: Parcel, _ notifier: DatabaseNotifier) async throws {
        let fields: Fields = ["letter": parcel.letter.id.description, "cause": "bounced_5.1.1", "hard": "true"]
        try await notifier.receive(Outbox.Kind.bounce, at: parcel.letter.partition, fields)
    }

    @Test(
        arguments: [
            (two, ["replied u-1 webhook queued"]), (["email": "amina@example.org"], []),
        ] as [(Fields, [String])]
    )
    func `a start without a mail server says so of what was to be sent by mail, and nothing fails`(
        _ user: Fields,
        _ further: [String]
    ) async throws {
        let notifier = try await notifier(user)
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        try await notifier.report(try #require(notifier.sender.parcels.last), .again, "smtp_451")
        notifier.sender.setMeans(Means(mail: false, webhooks: true))
        try await notifier.pass(.seconds(120))
        #expect(
            try await notifier.ledger() == ["replied u-1 email suppressed no_mail_server"] + further
        )
        await notifier.close()
    }
}

extension LetterFlowTests {
    @Test
    func `who has unsubscribed gets no more mail, but what is in the application`() async throws {
        let notifier = try await notifier()
        let partition = notifier.partitioning.partition(of: "u-1")
        try await notifier.receive(
            Outbox.Kind.unsubscribe,
            at: partition,
            ["audience": "user", "recipient": "u-1"]
        )
        try await notifier.tell(notifier.event("case.replied", Self.reply))
        #expect(
            try await notifier.ledger("true") == [
                "replied u-1 email suppressed unsubscribed", "replied u-1 in_app sent",
            ]
        )
        await notifier.close()
    }
}
