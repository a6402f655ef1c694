import Contract
import Pipeline
import Testing

@testable import Notifier

struct NoticeTests {
    /// An event, and who is to be told what about it.
    struct Telling: Sendable, CustomTestStringConvertible {
        let name: String
        let type: String
        let fields: Fields
        let told: [String]

        init(_ name: String, _ type: String, _ fields: Fields, _ told: [String]) {
            self.name = name
            self.type = type
            self.fields = fields
            self.told = told
        }

        var testDescription: String { name }
    }

    static let tellings: [Telling] = [
        Telling(
            "a message opens a case",
            "case.opened",
            ["user": "u-1", "message": "m-1", "actor": "user:u-1"],
            ["received user:u-1 you_wrote"]
        ),
        Telling(
            "a user's message is spam",
            "case.opened",
            ["user": "u-1", "actor": "user:u-1", "message": "m-1", "spam": "true"],
            []
        ),
        Telling(
            "an article answers a message at once: one notice, not two",
            "case.opened",
            ["user": "u-1", "actor": "user:u-1", "message": "m-1", "answered_by": "reset-password"],
            []
        ),
        Telling(
            "the article itself, to the user alone",
            "case.auto_answered",
            ["user": "u-1", "actor": "system", "answered_by": "reset-password", "answer": "Do this."],
            ["auto_answered user:u-1 you_wrote"]
        ),
        Telling(
            "a case that an article has settled",
            "case.resolved",
            ["user": "u-1", "actor": "system", "reason": "answered_by_article", "silent": "true"],
            ["resolved user:u-1 your_case - silent"]
        ),
        Telling("a service opens a case", "case.opened", ["user": "u-1", "actor": "service:web"], []),
        Telling(
            "a case is assigned",
            "case.assigned",
            ["user": "u-1", "admin": "a-1", "actor": "system"],
            ["assigned admin:a-1 assigned_to_you", "assigned user:u-1 your_case"]
        ),
        Telling(
            "an admin takes a case",
            "case.assigned",
            ["user": "u-1", "admin": "a-1", "actor": "admin:a-1"],
            ["assigned admin:a-1 assigned_to_you - own_act", "assigned user:u-1 your_case"]
        ),
        Telling(
            "an admin has a case of their own",
            "case.assigned",
            ["user": "x-1", "admin": "x-1", "actor": "system"],
            ["assigned user:x-1 your_case"]
        ),
        Telling(
            "a reply",
            "case.replied",
            ["user": "u-1", "admin": "a-1", "actor": "admin:a-1"],
            ["replied user:u-1 your_case"]
        ),
        Telling(
            "a resolve",
            "case.resolved",
            ["user": "u-1", "admin": "a-1", "actor": "admin:a-1"],
            ["resolved user:u-1 your_case"]
        ),
        Telling(
            "a silent resolve",
            "case.resolved",
            ["user": "u-1", "actor": "admin:a-1", "silent": "true"],
            ["resolved user:u-1 your_case - silent"]
        ),
        Telling(
            "a reopening by the user",
            "case.reopened",
            ["user": "u-1", "actor": "user:u-1"],
            ["reopened user:u-1 your_case - own_act"]
        ),
        Telling(
            "a reopening by an admin",
            "case.reopened",
            ["user": "u-1", "actor": "admin"],
            ["reopened user:u-1 your_case"]
        ),
        Telling(
            "something of the past",
            "case.opened",
            ["user": "u-1", "message": "m-1", "actor": "user:u-1", "backfill": "true"],
            ["received user:u-1 you_wrote - backfill"]
        ),
        Telling("a case of nobody", "case.resolved", ["actor": "system"], []),
        Telling("what nobody is told", "case.refused", ["user": "u-1"], []),
    ]

    @Test(arguments: tellings)
    func `who is told what`(_ telling: Telling) {
        let told = Notice.notices(about: Events.event(telling.type, telling.fields)).map { notice in
            var text = "\(notice.kind.rawValue) \(notice.recipient.actor) \(notice.reason.rawValue)"
            if let suppression = notice.suppression { text += " - \(suppression.rawValue)" }
            return text
        }
        #expect(told == telling.told)
    }

    @Test
    func `a notice that is sent has words in every language, one that is not has none`() {
        let sent: Set<String> = [
            "received user", "assigned user", "assigned admin", "replied user", "resolved user", "reopened user",
            "auto_answered user",
        ]
        let texts = NoticeTexts()
        for kind in NoticeKind.allCases {
            for audience in Recipient.Audience.allCases {
                for language in NoticeTexts.Language.allCases {
                    let wording = texts.wording(kind, audience, language)
                    #expect((wording != nil) == sent.contains("\(kind.rawValue) \(audience.rawValue)"))
                }
            }
        }
    }

    @Test
    func `all languages use the same values`() throws {
        let texts = NoticeTexts()
        for kind in NoticeKind.allCases {
            for audience in Recipient.Audience.allCases {
                let english = texts.wording(kind, audience, .en)
                let french = texts.wording(kind, audience, .fr)
                #expect(english?.subject.names == french?.subject.names)
                #expect(english?.body.names == french?.body.names)
            }
        }
    }

    @Test(
        arguments: [
            ("fr", NoticeTexts.Language.fr), ("fr-CA", .fr), ("FR", .fr), ("en-ZA", .en), ("zu", .en), ("", .en),
            (nil, .en),
        ] as [(String?, NoticeTexts.Language)]
    )
    func `languages without texts are written to in English`(_ tag: String?, _ language: NoticeTexts.Language) {
        #expect(NoticeTexts.Language(tag: tag) == language)
    }

    @Test
    func `the receipt says what was asked, what was done, by whom and when`() throws {
        var announcements = Announcements(texts: NoticeTexts(), now: Events.now)
        announcements.tell(
            Events.event(
                "case.resolved",
                [
                    "user": "u-1", "asked": "Where is my advert?", "summary": "Put back", "admin": "a-1",
                    "admin_name": "Ada", "language": "en", "actor": "admin:a-1",
                ]
            )
        )
        let fields = try #require(announcements.drafts.first?.fields)
        #expect(fields["subject"] == "Your case is resolved")
        #expect(
            fields["body"] == """
                You asked: “Where is my advert?”
                What was done: Put back
                By: Ada
                On: 2026-03-01 08:00 UTC
                Not solved? Just answer here, and the case is open again.
                """
        )
    }

    @Test
    func `an article goes out as it stands, in its own language`() throws {
        var announcements = Announcements(texts: NoticeTexts(), now: Events.now)
        let answer = "Choose {{this}}:\n\n1. one\n\nNot solved?"
        announcements.tell(
            Events.event(
                "case.auto_answered",
                [
                    "user": "u-1", "language": "de-AT", "article_language": "de", "title": "Passwort", "answer": answer,
                    "actor": "system",
                ]
            )
        )
        let fields = try #require(announcements.drafts.first?.fields)
        #expect(fields["notice"] == "auto_answered")
        #expect(fields["subject"] == "Passwort")
        #expect(fields["body"] == answer)
        #expect(fields["language"] == "de")
    }

    @Test
    func `what a person writes never becomes a template`() throws {
        var announcements = Announcements(texts: NoticeTexts(), now: Events.now)
        announcements.tell(
            Events.event(
                "case.opened",
                ["user": "u-1", "message": "m-1", "asked": "{{user}} {{summary}}", "actor": "user:u-1"]
            )
        )
        let body = try #require(announcements.drafts.first?.fields["body"])
        #expect(body.hasSuffix("“{{user}} {{summary}}”"))
    }
}

/// Events of the topic `cases`, for tests.
enum Events {
    static let now = Instant(microseconds: 1_772_352_000_000_000)

    static func event(_ type: String, _ fields: Fields, seq: Int64 = 1) -> Event {
        Event(
            topic: .cases,
            partition: 2,
            seq: seq,
            type: type,
            version: 1,
            event: EventID.generate(),
            time: now,
            conversation: ConversationID("c-1"),
            case: CaseID("k-1"),
            cause: "cmd-1",
            fields: fields
        )
    }
}
