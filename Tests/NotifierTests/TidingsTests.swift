import Contract
import Policy
import Testing

@testable import Notifier

struct TidingsTests {
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

    static let talks: [Telling] = [
        Telling(
            "a message opens a case",
            "case.opened",
            ["user": "u-1", "message": "m-1", "actor": "user:u-1", "kind": "conversation"],
            ["received user:u-1 you_wrote"]
        ),
        Telling("spam", "case.opened", ["user": "u-1", "message": "m-1", "spam": "true"], []),
        Telling(
            "an article answers a message at once: one notice, not two",
            "case.opened",
            ["user": "u-1", "message": "m-1", "answered_by": "reset-password", "kind": "conversation"],
            []
        ),
        Telling(
            "the article itself",
            "case.auto_answered",
            ["user": "u-1", "actor": "system", "answer": "Do this."],
            ["auto_answered user:u-1 you_wrote"]
        ),
        Telling(
            "a case is assigned",
            "case.assigned",
            ["user": "u-1", "admin": "a-1", "actor": "system", "former_assignee": "a-0"],
            ["assigned admin:a-1 assigned_to_you", "assigned user:u-1 your_case", "withdraw admin:a-0"]
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
        Telling("somebody loses a case", "case.unassigned", ["user": "u-1", "admin": "a-1"], ["withdraw admin:a-1"]),
        Telling(
            "a reply",
            "case.replied",
            ["user": "u-1", "admin": "a-1", "actor": "admin:a-1"],
            ["replied user:u-1 your_case"]
        ),
        Telling(
            "a user writes to who has the case",
            "message.posted",
            ["role": "user", "user": "u-1", "assignee": "a-1", "text": "Hello?"],
            ["user_replied admin:a-1 assigned_to_you", "withdraw user:u-1"]
        ),
        Telling("a private note", "message.posted", ["role": "user", "visibility": "private", "assignee": "a-1"], []),
        Telling("an admin writes", "message.posted", ["role": "admin", "admin": "a-1", "assignee": "a-1"], []),
        Telling(
            "a bot writes",
            "message.posted",
            ["role": "bot", "bot": "b-1", "user": "u-1", "told": "true", "text": "Shipped"],
            ["updated user:u-1 your_case"]
        ),
        Telling(
            "an admin wrote in the past where no case was open",
            "message.posted",
            ["role": "admin", "admin": "a-1", "user": "u-1", "told": "true", "backfill": "true"],
            ["replied user:u-1 your_case - backfill"]
        ),
        Telling(
            "thanks",
            "message.posted",
            ["role": "user", "user": "u-1", "assignee": "a-1", "courtesy": "true"],
            []
        ),
        Telling("news", "case.updated", ["user": "u-1", "text": "Soon"], ["updated user:u-1 your_case"]),
        Telling("a change that says nothing", "case.updated", ["user": "u-1", "tier": "P1"], []),
        Telling(
            "a reminder",
            "case.updated",
            ["user": "u-1", "reason": "reminder", "reminder": "1"],
            ["reminder user:u-1 your_case"]
        ),
        Telling(
            "news for reasons that an admin calls as the router calls its own",
            "case.updated",
            ["user": "u-1", "reason": "reminder", "text": "x"],
            ["updated user:u-1 your_case"]
        ),
        Telling(
            "what an admin wrote to a conversation whose matter has ended elsewhere",
            "case.updated",
            [
                "user": "u-1", "reason": "admin_wrote", "message_no": "3", "text": "x", "kind": "refund",
                "stage": "approved",
            ],
            ["updated user:u-1 your_case"]
        ),
        Telling("a courtesy", "case.updated", ["user": "u-1", "reason": "courtesy", "courtesy": "true"], []),
        Telling("another matter", "case.updated", ["user": "u-1", "reason": "merged", "merged_case": "k-2"], []),
        Telling(
            "a case turns out to be spam",
            "case.spam",
            ["user": "u-1", "counterparty": "u-2", "assignee": "a-1"],
            ["withdraw admin:a-1", "withdraw user:u-1", "withdraw user:u-2"]
        ),
        Telling("a case is merged", "case.merged", ["user": "u-1"], ["withdraw user:u-1"]),
        Telling(
            "the user is waited for",
            "case.waiting",
            ["user": "u-1", "for": "user"],
            ["waiting user:u-1 your_case"]
        ),
        Telling("a third party is waited for", "case.waiting", ["user": "u-1", "for": "third_party"], []),
        Telling(
            "an escalation",
            "case.escalated",
            ["user": "u-1", "to": "legal", "actor": "admin:a-1"],
            ["escalation team:legal your_team", "escalated user:u-1 your_case"]
        ),
        Telling(
            "a resolve",
            "case.resolved",
            ["user": "u-1", "admin": "a-1", "actor": "admin:a-1", "assignee": "a-1", "kind": "conversation"],
            ["resolved user:u-1 your_case", "withdraw admin:a-1"]
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
        Telling("a reopening", "case.reopened", ["user": "u-1", "actor": "admin"], ["reopened user:u-1 your_case"]),
        Telling(
            "something of the past",
            "case.opened",
            ["user": "u-1", "message": "m-1", "actor": "user:u-1", "backfill": "true", "kind": "conversation"],
            ["received user:u-1 you_wrote - backfill"]
        ),
        Telling("a case of nobody", "case.resolved", ["actor": "system"], []),
        Telling("what nobody is told", "case.refused", ["user": "u-1"], []),
    ]

    static let market: [Telling] = [
        Telling(
            "a refund is asked for",
            "case.opened",
            ["user": "u-1", "kind": "refund", "stage": "requested", "actor": "service:site"],
            ["progress user:u-1 your_case"]
        ),
        Telling(
            "a refund goes on",
            "case.updated",
            ["user": "u-1", "kind": "refund", "stage": "approved", "eta": "2026-03-09T10:00:00Z"],
            ["progress user:u-1 your_case"]
        ),
        Telling(
            "a dispute tells both",
            "case.opened",
            ["user": "u-1", "counterparty": "u-2", "kind": "dispute"],
            ["progress user:u-1 your_case", "progress user:u-2 other_party"]
        ),
        Telling(
            "a dispute asks both",
            "case.updated",
            ["user": "u-1", "counterparty": "u-2", "kind": "dispute", "stage": "evidence"],
            ["respond_by user:u-1 your_case", "respond_by user:u-2 other_party"]
        ),
        Telling(
            "a dispute waits for the other party",
            "case.waiting",
            ["user": "u-1", "counterparty": "u-2", "kind": "dispute", "for": "third_party"],
            ["respond_by user:u-2 other_party"]
        ),
        Telling(
            "a dispute is decided",
            "case.resolved",
            ["user": "u-1", "counterparty": "u-2", "kind": "dispute", "outcome": "shared"],
            ["decided user:u-1 your_case", "decided user:u-2 other_party"]
        ),
        Telling(
            "a flag is upheld",
            "case.resolved",
            ["user": "u-1", "counterparty": "u-2", "kind": "flag", "outcome": "upheld"],
            ["decided user:u-1 your_case", "decided user:u-2 owner"]
        ),
        Telling(
            "a flag is dismissed",
            "case.resolved",
            ["user": "u-1", "counterparty": "u-2", "kind": "flag", "outcome": "dismissed"],
            ["decided user:u-1 your_case"]
        ),
        Telling("a survey", "survey.sent", ["user": "u-1", "token": "t"], ["survey user:u-1 your_case"]),
        Telling("its reminder", "survey.reminded", ["user": "u-1"], ["survey user:u-1 your_case"]),
        Telling("its answer", "survey.answered", ["user": "u-1", "rating": "4"], ["withdraw user:u-1"]),
        Telling("its end", "survey.expired", ["user": "u-1"], ["withdraw user:u-1"]),
        Telling("a reward", "reward.granted", ["user": "u-1", "points": "10"], ["reward user:u-1 your_answer"]),
        Telling("a low rating", "follow_up.requested", ["team": "seniors"], ["low_rating team:seniors your_team"]),
        Telling(
            "a warning calls who has the case",
            "clock.warned",
            ["assignee": "a-1", "promise": "p"],
            ["warning admin:a-1 assigned_to_you"]
        ),
        Telling(
            "the ladder calls",
            "clock.breached",
            ["assignee": "a-1", "team": "first_line", "notify": "assignee,senior,team", "state": "breached"],
            [
                "breach admin:a-1 assigned_to_you", "breach seniors:first_line you_are_senior",
                "breach team:first_line your_team",
            ]
        ),
        Telling(
            "the ladder asks to acknowledge",
            "clock.warned",
            ["assignee": "a-1", "notify": "assignee", "acknowledge_by": "2026-03-01T09:00:00Z", "state": "breached"],
            ["acknowledge admin:a-1 assigned_to_you"]
        ),
        Telling("a reply comes later", "clock.warned", ["assignee": "a-1", "warning": "expected_reply"], []),
        Telling("a promise is kept", "clock.met", ["assignee": "a-1", "clock": "c"], ["withdraw admin:a-1"]),
    ]

    @Test(arguments: talks + market)
    func `who is told what`(_ telling: Telling) {
        let tidings = Tidings(Events.event(telling.type, telling.fields), now: Events.now)
        let told = tidings.proposals.map { proposal in
            let text = "\(proposal.kind.name) \(Self.name(proposal.readers)) \(proposal.reason.rawValue)"
            return text + (proposal.suppression.map { " - \($0.rawValue)" } ?? "")
        }
        #expect(told + tidings.withdrawals.map { "withdraw \(Self.name($0.readers))" } == telling.told)
    }

    @Test(arguments: ["merged", "split", "courtesy", "delay"])
    func `what an admin writes is news, whatever the reason is called`(_ reason: String) {
        let event = Events.event(
            "case.updated",
            ["user": "u-1", "actor": "admin:a-1", "reason": .init(reason), "text": "News"]
        )
        #expect(Tidings(event, now: Events.now).proposals.map(\.kind.name) == ["updated"])
    }

    @Test
    func `news of a clock that is more than a day old is not told`() {
        let event = Events.event("clock.warned", ["assignee": "a-1"])
        let late = Tidings(event, now: Events.now + .seconds(90_000))
        #expect(late.proposals.map(\.suppression) == [.stale])
    }

    private static func name(_ readers: Proposal.Readers) -> String {
        switch readers {
        case .one(let recipient): recipient.actor
        case .team(let team): "team:\(team)"
        case .seniors(let team): "seniors:\(team ?? "")"
        }
    }
}
