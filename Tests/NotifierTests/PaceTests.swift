import Contract
import Mail
import Policy
import Testing
import Webhooks

@testable import Notifier

/// Bursts, quiet hours, budgets, digests and what is taken back.
struct PaceTests {
    private func notifier(
        at time: String = "2026-03-02T10:00:00Z",
        policy: [(String, String)] = []
    ) async throws -> DatabaseNotifier {
        let notifier = try await DatabaseNotifier.open(at: time, policy: policy)
        try await notifier.user("u-1", ["email": "amina@example.org", "timezone": "Africa/Johannesburg"])
        return notifier
    }

    private func update(_ notifier: DatabaseNotifier, _ id: String, _ text: String = "News") -> Event {
        notifier.event("case.updated", ["user": "u-1", "text": text, "actor": "admin:a-1"], case: id)
    }

    @Test
    func `the first of a burst goes at once, the rest is gathered for two minutes into one letter`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(update(notifier, "k-1"), update(notifier, "k-2"), update(notifier, "k-3"))
        #expect(notifier.sender.parcels.count == 1)
        #expect(try await notifier.ledger("held IS NOT NULL").count == 2)
        try await notifier.pass(.seconds(119))
        #expect(notifier.sender.parcels.count == 1)
        try await notifier.pass(.seconds(2))
        let letter = try #require(notifier.sender.parcels.last)
        #expect(notifier.sender.parcels.count == 2)
        #expect(letter.mail?.subject.text == "2 pieces of news")
        try await notifier.report(letter, .delivered)
        #expect(
            try await notifier.count(
                "SELECT count(*) FROM api.notifications WHERE channel = 'email' AND state = 'sent'"
            ) == 2
        )
        await notifier.close()
    }

    @Test
    func `a webhook has room for the longest texts, one of them or many`() async throws {
        // As JSON, twice as long.
        let text = String(repeating: "\"\n", count: 8_192)
        let means = Means(mail: false, webhooks: true)
        let notifier = try await DatabaseNotifier.open(means: means)
        try await notifier.user("u-1", ["channels": "webhook", "webhook": "https://hooks.example.org/in"])
        let update = { notifier.event("case.updated", ["user": "u-1", "text": text, "actor": "admin:a-1"], case: $0) }
        try await notifier.tell(update("k-0"))
        for number in 1...20 { try await notifier.tell(update("k-\(number)")) }
        try await notifier.pass(.seconds(121))
        let bodies = notifier.sender.parcels.compactMap { parcel in
            if case .webhook(_, let message) = parcel.content {
                String(decoding: message.body, as: UTF8.self)
            } else {
                nil
            }
        }
        #expect(bodies.count == 2)
        let body = try JSONValue(parsing: try #require(bodies.first))
        guard case .string(let said)? = body["data"]?["text"] else {
            Issue.record("The body says nothing")
            return
        }
        #expect(said.contains(text))
        #expect(try await notifier.ledger("state = 'failed'").isEmpty)
        await notifier.close()
    }

    @Test
    func `in quiet hours what can wait waits for the morning in the recipient's zone, and what is urgent goes`()
        async throws
    {
        // 22:30 in Johannesburg.
        let notifier = try await notifier(at: "2026-03-02T20:30:00Z")
        try await notifier.tell(update(notifier, "k-1"))
        #expect(try await notifier.ledger() == ["updated u-1 email queued quiet_hours"])
        try await notifier.tell(notifier.event("case.replied", ["user": "u-1", "actor": "admin:a-1", "text": "x"]))
        #expect(notifier.sender.parcels.count == 1)
        try await notifier.report(try #require(notifier.sender.parcels.first), .delivered)
        try await notifier.pass(.seconds(8 * 3600 + 1800 - 1))
        #expect(notifier.sender.parcels.count == 1)
        try await notifier.pass(.seconds(2))
        #expect(notifier.sender.parcels.count == 2)
        #expect(notifier.now.description.hasPrefix("2026-03-03T05:00"))
        await notifier.close()
    }

    @Test
    func `ten thousand events for one user in a minute yield what the policy allows, and a digest of the rest`()
        async throws
    {
        let notifier = try await notifier()
        for batch in 0..<10 {
            try await notifier.tell(
                (0..<1000).map { number in
                    notifier.event(
                        "case.replied",
                        ["user": "u-1", "actor": "admin:a-1", "text": "Reply \(number)"],
                        case: "k-\(batch)-\(number)"
                    )
                }
            )
            try await notifier.pass(.seconds(6))
        }
        // Replies are urgent, so each goes at once, until the day's budget of twenty is used up.
        #expect(notifier.sender.parcels.count == 20)
        #expect(try await notifier.count("SELECT count(*) FROM notifier.waiting") == 100)
        #expect(try await notifier.ledger("reason = 'summed_up'").count == 9_880)
        // All of it is in the application.
        #expect(
            try await notifier.count(
                "SELECT count(*) FROM api.notifications WHERE channel = 'in_app' AND state = 'sent'"
            ) == 10_000
        )
        for parcel in notifier.sender.parcels { try await notifier.report(parcel, .delivered) }
        try await notifier.pass(.seconds(20 * 3600))
        #expect(notifier.sender.parcels.count == 21)
        let digest = try #require(notifier.sender.parcels.last?.mail)
        #expect(digest.subject.text == "9980 pieces of news")
        #expect(digest.text.contains("9880 more are in the application."))
        #expect(try await notifier.count("SELECT count(*) FROM notifier.waiting") == 0)
        await notifier.close()
    }

    @Test
    func `receipts and decisions do not count against the budget`() async throws {
        let notifier = try await notifier(policy: [
            ("user_budget: 20", "user_budget: 1"), ("coalesce: 2m", "coalesce: 0s"),
        ])
        try await notifier.tell(update(notifier, "k-1"), update(notifier, "k-2"))
        try await notifier.tell(
            notifier.event("case.resolved", ["user": "u-1", "actor": "admin:a-1", "kind": "conversation"], case: "k-3")
        )
        #expect(
            notifier.sender.parcels.compactMap { $0.mail?.subject.text } == [
                "News about your case", "Your case is resolved",
            ]
        )
        #expect(try await notifier.ledger("held = 'budget'") == ["updated u-1 email queued budget"])
        await notifier.close()
    }

    @Test
    func `what is no longer true before it goes out is withdrawn`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(update(notifier, "k-0"))
        try await notifier.tell(waiting(notifier))
        try await notifier.tell(answer(notifier))
        #expect(
            try await notifier.ledger("type = 'waiting'") == [
                "waiting u-1 email suppressed withdrawn coalesced", "waiting u-1 in_app sent",
            ]
        )
        try await notifier.tell(
            notifier.event("case.resolved", ["user": "u-1", "actor": "admin:a-1", "kind": "conversation"])
        )
        try await notifier.tell(notifier.event("case.reopened", ["user": "u-1", "actor": "admin:a-1"]))
        #expect(
            try await notifier.ledger("type = 'resolved' AND channel = 'email'") == [
                "resolved u-1 email suppressed withdrawn coalesced"
            ]
        )
        try await notifier.pass(.seconds(130))
        #expect(notifier.sender.parcels.last?.mail?.subject.text == "Your case is open again")
        await notifier.close()
    }

    /// What a bot has written in a case, which the router has the user told.
    private func word(_ notifier: DatabaseNotifier, _ text: String) -> Event {
        notifier.event("message.posted", ["role": "bot", "bot": "b-1", "user": "u-1", "told": "true", "text": text])
    }

    @Test
    func `what somebody has written takes nothing back and is not taken back`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(update(notifier, "k-0"))
        try await notifier.tell(update(notifier, "k-1", "Back on Monday"))
        try await notifier.tell(word(notifier, "One"))
        try await notifier.tell(word(notifier, "Two"))
        try await notifier.tell(
            notifier.event(
                "case.updated",
                ["user": "u-1", "reason": "admin_wrote", "message_no": "3", "text": "Three", "actor": "admin:a-1"]
            )
        )
        #expect(try await notifier.ledger("state = 'queued' AND held = 'coalesced'").count == 4)
        try await notifier.tell(
            notifier.event("case.resolved", ["user": "u-1", "actor": "admin:a-1", "kind": "conversation"])
        )
        try await notifier.tell(notifier.event("case.spam", ["user": "u-1", "actor": "admin:a-1"]))
        try await notifier.pass(.seconds(121))
        let text = try #require(notifier.sender.parcels.last?.mail?.text)
        for words in ["One", "Two", "Three"] { #expect(text.contains(words)) }
        #expect(!text.contains("Back on Monday"))
        await notifier.close()
    }

    @Test
    func `two machines do not write to each other for ever, whether gathered or not`() async throws {
        let notifier = try await notifier(policy: [("at_most: 10, within: 3h", "at_most: 2, within: 3h")])
        try await notifier.tell(word(notifier, "One"))
        try await notifier.tell(word(notifier, "Two"))
        try await notifier.pass(.seconds(300))
        #expect(notifier.sender.parcels.count == 2)
        #expect(notifier.sender.parcels.allSatisfy { $0.mail?.origin == .replied })
        try await notifier.tell(word(notifier, "Three"))
        #expect(try await notifier.ledger().last == "updated u-1 email suppressed loop_guard")
        try await notifier.tell(update(notifier, "k-2"))
        #expect(notifier.sender.parcels.count == 3)
        await notifier.close()
    }

    @Test
    func `the end of one survey leaves another one's invitation`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(update(notifier, "k-0"))
        try await notifier.tell(notifier.event("survey.sent", ["user": "u-1", "survey": "k-1/2", "token": "t"]))
        try await notifier.tell(notifier.event("survey.expired", ["user": "u-1", "survey": "k-1/1"]))
        let mails = "type = 'survey' AND channel = 'email'"
        #expect(try await notifier.ledger(mails) == ["survey u-1 email queued coalesced"])
        try await notifier.tell(notifier.event("survey.answered", ["user": "u-1", "survey": "k-1/2"]))
        #expect(try await notifier.ledger(mails) == ["survey u-1 email suppressed withdrawn coalesced"])
        await notifier.close()
    }

    @Test
    func `what is no longer true by the end of its own batch does not go out`() async throws {
        let notifier = try await notifier()
        try await notifier.tell(waiting(notifier), answer(notifier))
        try await expectWithdrawn(notifier)
        await notifier.close()
    }

    @Test
    func `a letter for which there was no room yet is withdrawn too`() async throws {
        let notifier = try await notifier()
        notifier.sender.setRoom(.late)
        try await notifier.tell(waiting(notifier))
        try await notifier.tell(answer(notifier))
        notifier.sender.setRoom(.free)
        try await notifier.pass(.seconds(3600))
        try await expectWithdrawn(notifier)
        await notifier.close()
    }

    /// What makes untrue what waits for a user, without that the user is told of it.
    static let ends: [(notice: String, fact: (String, Fields), end: (String, Fields))] = [
        (
            "resolved", ("case.resolved", ["user": "u-1", "actor": "admin:a-1", "kind": "conversation"]),
            ("case.reopened", ["user": "u-1", "actor": "user:u-1"])
        ),
        (
            "survey", ("survey.sent", ["user": "u-1", "survey": "k-1/1", "token": "t"]),
            ("case.reopened", ["user": "u-1", "actor": "user:u-1"])
        ),
        (
            "survey", ("survey.sent", ["user": "u-1", "survey": "k-1/1", "token": "t"]),
            ("survey.answered", ["user": "u-1", "survey": "k-1/1", "rating": "5"])
        ),
        (
            "waiting", ("case.waiting", ["user": "u-1", "for": "user"]),
            ("case.resolved", ["user": "u-1", "actor": "admin:a-1", "kind": "conversation", "silent": "true"])
        ),
        (
            "assigned", ("case.assigned", ["user": "u-1", "admin": "a-1", "actor": "system"]),
            ("case.spam", ["user": "u-1", "actor": "admin:a-1", "assignee": "a-1"])
        ),
        (
            "assigned", ("case.assigned", ["user": "u-1", "admin": "a-1", "actor": "system"]),
            ("case.merged", ["user": "u-1", "actor": "admin:a-1", "assignee": "a-1"])
        ),
        (
            "survey", ("survey.sent", ["user": "u-1", "survey": "k-1/1", "token": "t"]),
            ("case.spam", ["user": "u-1", "actor": "admin:a-1", "assignee": "a-1"])
        ),
    ]

    @Test(arguments: ends.indices)
    func `what is no longer true is withdrawn, whether the user is told by what or not`(_ place: Int) async throws {
        let end = Self.ends[place]
        let notifier = try await notifier()
        try await notifier.tell(update(notifier, "k-0"))
        let told = notifier.sender.parcels.count
        try await notifier.tell(notifier.event(end.fact.0, end.fact.1))
        let mails = "type = '\(end.notice)' AND channel = 'email'"
        #expect(try await notifier.ledger(mails) == ["\(end.notice) u-1 email queued coalesced"])
        try await notifier.tell(notifier.event(end.end.0, end.end.1))
        #expect(try await notifier.ledger(mails) == ["\(end.notice) u-1 email suppressed withdrawn coalesced"])
        try await notifier.pass(.seconds(300))
        #expect(notifier.sender.parcels.count == told)
        await notifier.close()
    }

    @Test
    func `what the policy keeps from mail withdraws what it contradicts all the same`() async throws {
        let notifier = try await notifier(policy: [
            ("resolved:      { template: resolved }", "resolved:      { template: resolved, channels: [in_app] }")
        ])
        notifier.sender.setRoom(.late)
        try await notifier.tell(waiting(notifier))
        try await notifier.tell(
            notifier.event("case.resolved", ["user": "u-1", "actor": "admin:a-1", "kind": "conversation"])
        )
        try await expectWithdrawn(notifier)
        await notifier.close()
    }

    @Test
    func `what is imported withdraws nothing of today`() async throws {
        let notifier = try await notifier()
        notifier.sender.setRoom(.late)
        try await notifier.tell(waiting(notifier))
        try await notifier.tell(
            notifier.event("case.resolved", ["user": "u-1", "kind": "conversation", "backfill": "true"])
        )
        #expect(try await notifier.ledger("type = 'waiting' AND channel = 'email'") == ["waiting u-1 email queued"])
        await notifier.close()
    }

    @Test
    func `a hundred notices for a webhook go in as many letters as they need`() async throws {
        let notifier = try await DatabaseNotifier.open()
        try await notifier.user("u-1", ["channels": "webhook", "webhook": "https://hooks.example.org/in"])
        let text = String(repeating: "lorem ipsum dolor sit amet ", count: 24)
        try await notifier.tell(
            (0...120).map { number in
                notifier.event(
                    "case.updated",
                    ["user": "u-1", "text": .init("\(number) \(text)"), "actor": "admin:a-1"],
                    case: "k-\(number)"
                )
            }
        )
        try await notifier.pass(.seconds(121))
        #expect(try await notifier.ledger("state = 'failed'").isEmpty)
        #expect(notifier.sender.parcels.count > 2)
        for parcel in notifier.sender.parcels { try await notifier.report(parcel, .delivered) }
        #expect(try await notifier.ledger("state = 'delivered'").count == 101)
        #expect(try await notifier.ledger("state = 'queued'").isEmpty)
        await notifier.close()
    }

    /// A case that waits for its user.
    private func waiting(_ notifier: DatabaseNotifier) -> Event {
        notifier.event("case.waiting", ["user": "u-1", "for": "user"])
    }

    /// What ends that.
    private func answer(_ notifier: DatabaseNotifier) -> Event {
        notifier.event("message.posted", ["role": "user", "user": "u-1", "text": "Here it is"])
    }

    /// The user was not asked by mail for what has come.
    private func expectWithdrawn(_ notifier: DatabaseNotifier) async throws {
        #expect(notifier.sender.parcels.isEmpty)
        let mails = try await notifier.ledger("type = 'waiting' AND channel = 'email'")
        #expect(mails == ["waiting u-1 email suppressed withdrawn"])
    }

    @Test
    func `what was held for different channels goes out by each of them`() async throws {
        let notifier = try await DatabaseNotifier.open(
            at: "2026-03-02T20:30:00Z",
            policy: [
                ("updated:       { template: updated }", "updated:       { template: updated, channels: [webhook] }")
            ]
        )
        try await notifier.user(
            "u-1",
            ["email": "amina@example.org", "webhook": "https://h.example.org", "timezone": "Africa/Johannesburg"]
        )
        try await notifier.tell(notifier.event("case.waiting", ["user": "u-1", "for": "user"], case: "k-1"))
        try await notifier.tell(update(notifier, "k-2"))
        try await notifier.pass(.seconds(10 * 3600))
        for parcel in notifier.sender.parcels { try await notifier.report(parcel, .delivered) }
        #expect(Set(notifier.sender.parcels.map(\.channel)) == [.email, .webhook])
        #expect(try await notifier.ledger("type = 'waiting' AND channel = 'email' AND state = 'sent'").count == 1)
        #expect(
            try await notifier.ledger("type = 'updated' AND channel = 'webhook' AND state = 'delivered'").count == 1
        )
        await notifier.close()
    }

    @Test
    func `a warning is withdrawn when its own clock is met, and not when another is`() async throws {
        let notifier = try await DatabaseNotifier.open(
            policy: [
                (
                    "warning:       { template: admin_warning, urgent: true }",
                    "warning:       { template: admin_warning }"
                )
            ]
        )
        try await notifier.admin("a-1", ["email": "ada@example.org", "team": "first_line"])
        for clock in ["c-0", "c-1", "c-2"] {
            try await notifier.tell(
                notifier.event(
                    "clock.warned",
                    ["assignee": "a-1", "clock": .init(clock), "promise": "p"],
                    topic: .clocks
                )
            )
        }
        #expect(notifier.sender.parcels.count == 1)
        try await notifier.tell(notifier.event("clock.met", ["assignee": "a-1", "clock": "c-1"], topic: .clocks))
        #expect(try await notifier.ledger("reason = 'withdrawn'").count == 1)
        #expect(try await notifier.count("SELECT count(*) FROM notifier.waiting WHERE clock = 'c-2'") == 1)
        await notifier.close()
    }

    /// A case that waits for an admin, as the router's view has it.
    private static let waitingCase = """
        CREATE VIEW api.cases AS SELECT 'k-9'::text AS "case", 'a-1'::text AS assignee, 'Bike'::text AS subject,
        'general'::text AS category, 'conversation'::text AS kind, 'assigned'::text AS state,
        '2026-03-02 09:00Z'::timestamptz AS awaiting_since
        """

    @Test
    func `a digest begins, moves and ends with the policy that is in force, without a word about the admin`()
        async throws
    {
        let daily = "  digest: { at: \"08:00\", days: [mon, tue, wed, thu, fri] }\n"
        let notifier = try await DatabaseNotifier.open(policy: [(daily, "")], script: Self.waitingCase)
        try await notifier.admin("a-1", ["email": "ada@example.org", "team": "first_line"])
        // From Monday noon to Tuesday noon.
        try await notifier.pass(.seconds(24 * 3600))
        #expect(notifier.sender.parcels.isEmpty)
        try await notifier.apply(policy: [("08:00\", days: [mon, tue, wed, thu, fri] }", "16:25\" }")])
        try await notifier.pass(.seconds(4 * 3600 + 25 * 60))
        #expect(notifier.sender.parcels.map(\.recipient.id) == ["a-1"])
        #expect(notifier.now.description.hasPrefix("2026-03-03T14:25"))
        try await notifier.report(try #require(notifier.sender.parcels.last), .delivered)
        try await notifier.apply(policy: [(daily, "")])
        try await notifier.pass(.seconds(24 * 3600))
        try await notifier.apply(policy: [("08:00\", days: [mon, tue, wed, thu, fri] }", "09:00\" }")])
        try await notifier.pass(.seconds(24 * 3600))
        #expect(notifier.sender.parcels.count == 2)
        await notifier.close()
    }

    @Test
    func `digests that came due while no notifier ran are told late, and once`() async throws {
        let notifier = try await DatabaseNotifier.open(script: Self.waitingCase)
        try await notifier.admin("a-1", ["email": "ada@example.org", "team": "first_line"])
        // Until an hour and a half before Tuesday's digest, then over Wednesday's until an hour after Thursday's.
        try await notifier.pass(.seconds(18 * 3600 + 1800))
        notifier.rest(.seconds(50 * 3600 + 1800))
        try await notifier.pass(.seconds(60))
        #expect(notifier.sender.parcels.map(\.recipient.id) == ["a-1"])
        try await notifier.report(try #require(notifier.sender.parcels.last), .delivered)
        try await notifier.pass(.seconds(22 * 3600))
        #expect(notifier.sender.parcels.count == 1)
        try await notifier.pass(.seconds(3600))
        #expect(notifier.sender.parcels.count == 2)
        await notifier.close()
    }

    @Test
    func `an admin is told every working morning which cases wait`() async throws {
        let notifier = try await DatabaseNotifier.open(
            script: """
                CREATE VIEW api.cases AS SELECT 'k-9'::text AS "case", 'a-1'::text AS assignee, 'Bike <new>'::text AS subject,
                'general'::text AS category, 'conversation'::text AS kind, 'assigned'::text AS state,
                '2026-03-02 09:00Z'::timestamptz AS awaiting_since
                """
        )
        try await notifier.admin("a-1", ["email": "ada@example.org", "team": "first_line", "name": "Ada"])
        try await notifier.admin("a-2", ["email": "bo@example.org", "team": "first_line"])
        // From Monday noon to Saturday noon: four mornings at eight; nothing waits for the other admin.
        for _ in 0..<5 {
            try await notifier.pass(.seconds(20 * 3600 + 60))
            if let parcel = notifier.sender.parcels.last { try await notifier.report(parcel, .delivered) }
            try await notifier.pass(.seconds(4 * 3600 - 60))
        }
        let mails = notifier.sender.parcels.compactMap(\.mail)
        #expect(mails.map(\.recipient.address.text) == Array(repeating: "ada@example.org", count: 4))
        #expect(mails.first?.subject.text == "Cases that wait for you: 1")
        #expect(mails.first?.text.contains("- Bike <new>: Mon 2 March 2026, 11:00 (UTC+2) (k-9)") == true)
        #expect(mails.first?.html?.markup.contains("<dd>Bike &lt;new&gt;</dd>") == true)
        await notifier.close()
    }
}
