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
    func `what an admin writes where no case is open is told as a reply, and fails as none`() async throws {
        let notifier = try await DatabaseNotifier.open()
        try await notifier.user("u-1", ["language": "en", "email": "amina@example.org"])
        try await notifier.tell(
            notifier.event(
                "message.posted",
                [
                    "role": "admin", "admin": "a-1", "user": "u-1", "told": "true", "user_language": "fr",
                    "text": "Votre code est 77",
                ],
                case: nil
            )
        )
        #expect(try await notifier.ledger("true") == ["replied u-1 email queued", "replied u-1 in_app sent"])
        let shown = try #require(notifier.events.first?.fields)
        #expect(shown["subject"] == "a-1 vous a écrit")
        #expect(shown["body"] == "a-1 vous a écrit : « Votre code est 77 »")
        #expect(shown["why"] == "Vous recevez ce message parce que nous vous avons écrit.")
        let parcel = try #require(notifier.sender.parcels.first)
        try await notifier.report(parcel, .refused, "smtp_550_5.1.1", dead: true)
        #expect(try await notifier.ledger() == ["replied u-1 email failed smtp_550_5.1.1"])
        await notifier.close()
    }

    @Test
    func `the ledger says what a department would be told that nobody stands behind`() async throws {
        let notifier = try await DatabaseNotifier.open()
        let escalation: Fields = ["user": "u-1", "to": "legal", "escalation": "department", "actor": "admin:a-1"]
        try await notifier.tell(notifier.event("case.escalated", escalation))
        #expect(
            try await notifier.ledger("audience = 'admin'") == ["escalation legal in_app suppressed nobody"]
        )
        // Whose name it has is told once.
        try await notifier.tell(
            notifier.event(
                "clock.breached",
                ["assignee": "first", "team": "first", "notify": "assignee,team"],
                topic: .clocks
            )
        )
        #expect(try await notifier.ledger("recipient = 'first'") == ["breach first in_app sent"])
        try await notifier.admin("l-1", ["team": "legal"])
        try await notifier.tell(notifier.event("case.escalated", escalation))
        #expect(try await notifier.ledger("audience = 'admin'").last == "escalation l-1 in_app sent")
        #expect(try await notifier.count("SELECT count(*) FROM api.notifications WHERE reason = 'nobody'") == 1)
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
    func `who writes is told by when to expect an answer, as the opening says it, and before that it takes longer`()
        async throws
    {
        let notifier = try await DatabaseNotifier.open(
            script: """
                CREATE VIEW api.cases AS
                SELECT v.* FROM (VALUES ('k-1', 'u-1', now(), 2), ('k-2', 'u-2', NULL, 2), ('k-3', NULL, now(), 2))
                    AS v ("case", "user", awaiting_since, partition)
                """
        )
        try await notifier.user("u-1", ["timezone": "Africa/Johannesburg"])
        try await notifier.tell(
            notifier.event(
                "case.opened",
                [
                    "user": "u-1", "message": "m-1", "kind": "conversation", "category": "general", "cycle": "1",
                    "expected_reply_at": "2026-03-02T11:00:00.000Z",
                ]
            )
        )
        let body = try #require(notifier.events.first?.fields["body"])
        #expect(body.contains("You can expect our answer by Mon 2 March 2026, 13:00 (UTC+2)."), "\(body)")
        let late: Fields = [
            "metric": "first_response", "state": "running", "warning": "expected_reply", "assignee": "a-1",
            "expected_reply_at": "2026-03-02T12:00:00.000Z", "former_expected_reply_at": "2026-03-02T11:00:00.000Z",
        ]
        // Of the others, one has been answered meanwhile, and one is nobody's.
        let news = ["k-1", "k-2", "k-3"].map { notifier.event("clock.warned", late, topic: .clocks, case: $0) }
        try await notifier.tell(news)
        #expect(try await notifier.ledger("type <> 'received'") == ["updated u-1 in_app sent"])
        let told = try #require(notifier.events.last?.fields["body"])
        #expect(told.contains("takes longer than we told you"), "\(told)")
        #expect(told.contains("You can expect it by Mon 2 March 2026, 14:00 (UTC+2)."), "\(told)")
        await notifier.close()
    }

    @Test
    func `a receipt that has no time to tell, or one that is over, says none`() async throws {
        let notifier = try await DatabaseNotifier.open()
        for (number, expected) in ["", "2026-03-02T09:59:00.000Z"].enumerated() {
            let fields: Fields = [
                "user": "u-1", "message": "m-1", "kind": "conversation", "expected_reply_at": expected,
            ]
            try await notifier.tell(notifier.event("case.opened", fields, case: "k-\(number)"))
            let body = try #require(notifier.events.last?.fields["body"])
            #expect(!body.contains("You can expect"), "\(body)")
        }
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
