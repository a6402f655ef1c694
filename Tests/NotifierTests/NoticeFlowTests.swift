import Contract
import Mail
import Pipeline
import Policy
import Postgres
import Testing

@testable import Notifier

/// What is told in the application, and what goes to the recipient's partition as a letter.
struct NoticeFlowTests {
    @Test
    func `a notice is a row, an event and an entry of the in-app stream`() async throws {
        let notifier = try await DatabaseNotifier.open()
        try await notifier.user("u-1", ["name": "Amina", "language": "fr"])
        try await notifier.tell(
            notifier.event("case.assigned", ["user": "u-1", "admin": "a-1", "admin_name": "Ada", "actor": "system"])
        )
        #expect(
            try await notifier.ledger("true") == [
                "assigned a-1 in_app sent", "assigned u-1 in_app sent",
            ]
        )
        let shown = try notifier.events.map { draft in
            let fields = try #require(NotifierStage.inboxFields(of: Self.event(draft)))
            return Dictionary(fields) { $1 }
        }
        #expect(shown.map { $0["recipient"] } == ["a-1", "u-1"])
        #expect(shown.last?["subject"] == "Ada s’occupe de votre dossier")
        #expect(shown.last?["language"] == "fr")
        #expect(shown.last?["why"] == "Vous recevez ce message parce qu’il concerne votre dossier.")
        #expect(shown.last?["case"] == "k-1")
        #expect(shown.last?["link"] == "https://saypro.online/messages/c-1")
        #expect(notifier.sender.parcels.isEmpty)
        await notifier.close()
    }

    @Test
    func `nobody can be told of one event twice`() async throws {
        let notifier = try await DatabaseNotifier.open()
        let event = notifier.event("case.replied", ["user": "u-1", "actor": "admin:a-1"])
        try await notifier.tell(event)
        await #expect(throws: (any Error).self) { try await notifier.tell(event) }
        #expect(try await notifier.count("SELECT count(*) FROM api.notifications") == 1)
        await notifier.close()
    }

    @Test
    func `what the policy leaves out, imports or switches off is kept with the reason and sent nowhere`() async throws {
        let notifier = try await DatabaseNotifier.open(
            policy: [("    waiting:       { template: waiting }", "    waiting:       { send: false }")]
        )
        try await notifier.user("u-1", ["email": "amina@example.org"])
        try await notifier.tell(
            notifier.event("case.replied", ["user": "u-1", "actor": "admin:a-1", "backfill": "true"]),
            notifier.event("case.waiting", ["user": "u-1", "for": "user"])
        )
        #expect(
            try await notifier.ledger("true") == [
                "replied u-1 in_app suppressed backfill", "waiting u-1 in_app suppressed switched_off",
            ]
        )
        #expect(notifier.sender.parcels.isEmpty)
        #expect(notifier.events.allSatisfy { $0.type == "notification.suppressed" && $0.fields["body"] == nil })
        await notifier.close()
    }

    @Test
    func `the receipt says what was asked, what was done, by whom and when, in the recipient's zone`() async throws {
        let notifier = try await DatabaseNotifier.open()
        try await notifier.user("u-1", ["timezone": "Europe/Berlin", "email": "amina@example.org"])
        try await notifier.tell(
            notifier.event(
                "case.resolved",
                [
                    "user": "u-1", "asked": "Where is my {{advert}}?", "summary": "Put back <b>now</b>", "admin": "a-1",
                    "admin_name": "Ada", "language": "en", "actor": "admin:a-1", "kind": "conversation",
                ]
            )
        )
        let body = try #require(notifier.events.first?.fields["body"])
        #expect(
            body == """
                You asked: “Where is my {{advert}}?” What was done: Put back <b>now</b> By Ada, Mon 2 March 2026, 11:00 (UTC+1).
                Not solved? https://saypro.online/messages/c-1/not-solved
                """
        )
        let message = try #require(notifier.sender.parcels.first?.mail)
        #expect(message.subject.text == "Your case is resolved")
        #expect(message.text.contains("You get this because it is about your case."))
        let page = try #require(message.html?.markup)
        #expect(page.contains("<dd>Put back &lt;b&gt;now&lt;/b&gt;</dd>"))
        #expect(!page.contains("<b>"))
        #expect(page.contains("https://saypro.online/messages/c-1/not-solved"))
        await notifier.close()
    }

    @Test
    func `an article goes out as it stands, in its own language`() async throws {
        let notifier = try await DatabaseNotifier.open()
        let answer = "Choose {{this}}:\n\n1. one\n\nNot solved?"
        try await notifier.tell(
            notifier.event(
                "case.auto_answered",
                [
                    "user": "u-1", "language": "de-AT", "article_language": "de", "title": "Passwort", "answer": answer,
                    "actor": "system",
                ]
            )
        )
        let fields = try #require(notifier.events.first?.fields)
        #expect(fields["subject"] == "Passwort")
        #expect(fields["body"] == answer)
        #expect(fields["language"] == "de")
        await notifier.close()
    }

    @Test
    func `who writes is told by when to expect an answer, and later whether that was kept is known`() async throws {
        let notifier = try await DatabaseNotifier.open()
        try await notifier.tell(
            notifier.event(
                "case.opened",
                ["user": "u-1", "message": "m-1", "kind": "conversation", "category": "general", "cycle": "1"]
            )
        )
        // An hour of the office is promised, and in Johannesburg it is noon.
        let body = try #require(notifier.events.first?.fields["body"])
        #expect(body.contains("You can expect our answer by Mon 2 March 2026, 13:00 (UTC+2)."), "\(body)")
        // Half an hour before, the user is told honestly that it takes longer.
        try await notifier.pass(.seconds(31 * 60))
        #expect(try await notifier.ledger("type = 'updated'") == ["updated u-1 in_app sent"])
        #expect(notifier.events.last?.fields["body"]?.contains("takes longer") == true)
        try await notifier.pass(.seconds(40 * 60))
        try await notifier.tell(notifier.event("case.replied", ["user": "u-1", "actor": "admin:a-1"]))
        let states = try await notifier.count("SELECT count(*) FROM api.notices_promised WHERE state = 'broken'")
        #expect(states == 1)
        await notifier.close()
    }

    @Test
    func `past replies say it where there are enough of them and they took longer than is promised`() async throws {
        let notifier = try await DatabaseNotifier.open()
        for number in 0..<40 {
            let fields: Fields = [
                "metric": "first_response", "category": "general", "channel": "web", "elapsed": "14400",
                "started_at": "2026-03-02T10:00:00Z", "instance": "1", "assignee": "a-1",
            ]
            try await notifier.tell(
                Events.event("clock.met", fields, topic: .clocks, at: notifier.now, case: "k-\(number)")
            )
        }
        let rows = try await notifier.session.query(ReplyTimes.read(since: 0))
        let event = notifier.event(
            "case.opened",
            ["user": "u-1", "message": "m", "kind": "conversation", "category": "general", "channel": "web"]
        )
        let rules = NoticeRules(try Policy.Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files))
        let promise = try #require(ExpectedReplies(rows).promise(for: event, rules, now: notifier.now))
        #expect(promise.basis == "past_replies")
        let seconds = (promise.expected - event.time).components.seconds
        #expect((14_400...15_840).contains(seconds), "\(seconds)")
        await notifier.close()
    }

    @Test
    func `a team, its seniors and its own address are told of what is theirs, but not who asked`() async throws {
        let notifier = try await DatabaseNotifier.open(
            policy: [("  legal:      { title:", "  legal:      { email: legal@example.org, title:")]
        )
        try await notifier.admin("a-1", ["name": "Ada", "team": "trust", "email": "ada@example.org"])
        try await notifier.admin("a-2", ["team": "trust"])
        try await notifier.admin("a-3", ["team": "trust", "active": "false"])
        try await notifier.admin("s-1", ["team": "seniors", "senior": "true"])
        try await notifier.tell(
            notifier.event("case.escalated", ["user": "u-1", "to": "trust", "actor": "admin:a-1", "reason": "fraud"])
        )
        #expect(try await notifier.ledger("type = 'escalation'") == ["escalation a-2 in_app sent"])
        try await notifier.tell(
            notifier.event("case.escalated", ["user": "u-1", "to": "legal", "actor": "admin:a-1", "reason": "fraud"])
        )
        #expect(try await notifier.ledger("recipient = 'legal'").contains("escalation legal email queued"))
        try await notifier.tell(
            notifier.event(
                "clock.breached",
                ["assignee": "a-1", "team": "trust", "notify": "senior", "state": "breached", "promise": "p"],
                topic: .clocks
            )
        )
        #expect(try await notifier.ledger("type = 'breach'") == ["breach s-1 in_app sent"])
        await notifier.close()
    }

    static func event(_ draft: Draft) -> Event {
        Event(
            topic: .notifications,
            partition: draft.partition,
            seq: 1,
            type: draft.type,
            version: draft.version,
            event: draft.event,
            time: draft.time,
            conversation: draft.conversation,
            case: draft.case,
            cause: draft.cause,
            fields: draft.fields
        )
    }
}

extension Parcel {
    /// The mail, if it is one.
    var mail: Message? {
        if case .mail(let message) = content { message } else { nil }
    }
}
