import Contract
import Pipeline
import Testing

@testable import Routing

/// What a low rating leads to.
@Suite struct FollowUpTests {
    private static let rating: Fields = [
        "survey": "case/1", "user": "u-1", "cycle": "1", "rating": "1", "scale": "5", "stars": "1",
        "team": "seniors", "due": "2026-03-03T00:00:00Z", "comment": "Nobody listened",
    ]

    private func lowRating(_ office: PaperOffice, after time: Duration, _ more: Fields = [:]) throws -> Input {
        var fields = Self.rating
        for field in more { fields.set(field.name, to: field.value) }
        let rated = try #require(office.latest())
        let event = Event(
            topic: .surveys,
            partition: 0,
            seq: 1,
            type: "follow_up.requested",
            version: 1,
            event: EventID.generate(),
            time: start + time,
            conversation: ConversationID("c-1"),
            case: rated.id,
            fields: fields
        )
        return Input(partition: 0, content: .event(event), conversation: "c-1")
    }

    /// An office in which the conversation's case was resolved after two hours.
    private func office() throws -> PaperOffice {
        var office = PaperOffice()
        for (admin, team) in [("a-1", "first_line"), ("s-1", "seniors")] {
            try office.decide(
                Commands.event("admin.put", nil, ["admin": admin, "team": team, "senior": "true"]),
                Commands.event("admin.presence", nil, ["admin": admin, "status": "online"])
            )
        }
        try office.decide(Commands.userWrites())
        try office.decide(Commands.adminWrites(number: 2, after: .seconds(3_600)))
        try office.decide(
            Commands.event("case.resolve", after: .seconds(7_200), ["admin": "a-1", "summary": "It is back"])
        )
        return office
    }

    @Test func `inside the window the case is reopened in the user's name for a senior`() throws {
        var office = try office()
        let events = try office.decide(lowRating(office, after: .seconds(10_000)))
        let reopened = try #require(events.first { $0.type == "case.reopened" })
        #expect(reopened.fields["reason"] == "low_rating")
        #expect(reopened.fields["actor"] == "user:u-1")
        #expect(reopened.fields["cycle"] == "1")
        let assigned = try #require(events.first { $0.type == "case.assigned" })
        #expect(assigned.fields["admin"] == "s-1")
        let current = try #require(office.latest())
        #expect(current.awaitingSince == start + .seconds(10_000))
        #expect(current.reason == "low_rating")
        let resolved = try office.decide(
            Commands.event("case.resolve", after: .seconds(20_000), ["admin": "s-1", "summary": "We changed it"])
        ).first { $0.type == "case.resolved" }
        #expect(resolved?.fields["follow_up"] == "true")
        #expect(office.forbiddenSteps.isEmpty)
    }

    @Test func `after the window a case follows it, and waits for nobody but the team`() throws {
        var office = try office()
        let rated = try #require(office.latest())
        try office.decide(Commands.event("admin.presence", nil, ["admin": "s-1", "status": "offline"]))
        let events = try office.decide(lowRating(office, after: .seconds(6 * 86_400)))
        #expect(events.map(\.type) == ["case.closed", "case.opened"])
        let opened = try #require(events.last)
        #expect(opened.fields["follows"] == rated.id.rawValue)
        #expect(opened.fields["asked"] == "Nobody listened")
        #expect(opened.fields["stars"] == "1")
        #expect(office.latest()?.assignee == nil)
        let later = try office.decide(
            Commands.event(
                "admin.presence",
                nil,
                after: .seconds(6 * 86_400 + 60),
                [
                    "admin": "s-1", "status": "online",
                ]
            )
        )
        #expect(later.first { $0.type == "case.assigned" }?.fields["admin"] == "s-1")
        #expect(office.forbiddenSteps.isEmpty)
    }

    @Test func `where the user has an open case already, that is told of the rating`() throws {
        var office = try office()
        try office.decide(Commands.event("case.reopen", after: .seconds(8_000), ["by": "user"]))
        let before = try #require(office.latest())
        let events = try office.decide(lowRating(office, after: .seconds(10_000)))
        #expect(events.map(\.type) == ["case.updated"])
        #expect(events.first?.fields["reason"] == "low_rating")
        #expect(office.latest()?.state == before.state)
    }

    @Test func `a rating of the past leads to nothing`() throws {
        var office = try office()
        #expect(try office.decide(lowRating(office, after: .seconds(10_000), ["backfill": "true"])).isEmpty)
    }
}
