import Clocks
import Contract
import Policy
import PolicyStore
import Testing

/// What happens to a case, told in a test's words.
struct Story {
    private(set) var facts: [Fact] = []
    let terms: Terms
    /// The versions of the policy, by number.
    private(set) var versions: [Int64: Terms]
    private var count: UInt64 = 0

    init(_ terms: Terms) {
        self.terms = terms
        versions = [terms.version: terms]
    }

    /// Another version of the office's policy.
    mutating func revise(_ version: Int64, _ edit: (String) -> String) throws {
        versions[version] = try Terms.of(edit(Terms.officeSections), version: version)
    }

    /// Has each fact told under the version that was in force when it happened.
    mutating func pin(_ revisions: [Revision]) {
        facts = facts.map { fact in
            let version = revisions.last { $0.at <= fact.time }?.version ?? terms.version
            return Fact(event: fact.event, time: fact.time, policy: version, kind: fact.kind, fields: fact.fields)
        }
    }

    /// Something happens at that time, UTC.
    mutating func tell(_ time: String, _ kind: Fact.Kind, _ fields: Fields = [:]) throws {
        let text = time.contains("T") ? time : time.replacing(" ", with: "T") + ":00Z"
        tell(try #require(Instant(rfc3339: text)), kind, fields)
    }

    mutating func tell(_ time: Instant, _ kind: Fact.Kind, _ fields: Fields = [:]) {
        count += 1
        facts.append(
            Fact(event: EventID(high: count, low: 0), time: time, policy: terms.version, kind: kind, fields: fields)
        )
    }

    /// The clocks when everything is known until then.
    func clocks(asOf: Instant = Instant(microseconds: .min), _ revisions: [Revision] = []) -> [Clock] {
        let facts = facts.sorted()
        let known = revisions.filter { revision in facts.first.map { $0.time < revision.at } ?? false }
        return CaseClocks.clocks(of: facts, asOf: asOf, revisions: known) { versions[$0] }
    }

    /// The one clock of that promise, or the bare one of that metric, and instance.
    func clock(_ name: String, _ instance: Int = 1, asOf: Instant = Instant(microseconds: .min)) throws -> Clock {
        let found = clocks(asOf: asOf).filter {
            $0.key.instance == instance && ($0.key.promise ?? $0.key.metric.rawValue) == name
        }
        try #require(found.count == 1, "\(name) \(instance): \(clocks(asOf: asOf).map(\.key))")
        return found[0]
    }
}

extension Terms {
    /// The policy with those sections.
    static func of(_ sections: String, version: Int64 = 1) throws -> Terms {
        let yaml = "version: 1\nsources:\n  web: { publish: [message.post] }\n" + sections
        let document = try Policy.Document(yaml: yaml)
        let calendars = OfficeCalendars(document)
        return Terms(version: version, document: document) { calendars[$0] }
    }

    /// An office from nine to five, with a promise for each metric.
    static func office() throws -> Terms { try of(officeSections) }

    fileprivate static let officeSections = """
        calendars:
          office: { zone: UTC, week: { mon-fri: ["09:00-17:00"] } }
          early: { zone: UTC, week: { mon-fri: ["06:00-10:00"] } }
        teams:
          day: { calendar: office }
          dawn: { calendar: early }
        departments:
          legal: { calendar: office }
          it: { calendar: office }
        ladder:
          steps:
            start: warning
            levels:
              - { notify: [assignee], acknowledge_within: 15m }
              - { notify: [team], acknowledge_within: 15m }
              - { notify: [senior] }
            on_breach: { raise_tier: true }
          late: { start: breach, levels: [{ notify: [team], reassign: true }] }
        routing:
          kinds:
            dispute:
              stages: { opened: { title: Opened }, evidence: { title: Evidence }, mediation: { title: Mediation } }
        promises:
          first: { metric: first_response, target: 1h, hours: office, warn: [50%], ladder: steps }
          first_urgent:
            metric: first_response
            target: 15m
            tiers: [P1]
            replaces: [first]
          next: { metric: next_response, target: 3h, ladder: late }
          news: { metric: update, target: 24h }
          wait: { metric: requester_wait, target: 24h }
          work: { metric: agent_work, target: 9h, hours: team }
          whole: { metric: resolution, target: 24h }
          working: { metric: resolution, target: 8h, hours: office, pauses: [user], kinds: [conversation] }
          own: { metric: assignee_response, target: 1h }
          leg: { metric: department, target: 8h, hours: team, departments: [legal] }
          decided: { metric: moderation, target: 12h, kinds: [flag] }
          evidence: { metric: stage, target: 72h, kinds: [dispute], stages: [evidence] }

        """
}

/// The instant of that time, UTC.
func at(_ time: String) throws -> Instant {
    try #require(Instant(rfc3339: time.contains("T") ? time : time.replacing(" ", with: "T") + ":00Z"))
}

/// A case opened by its user's message.
let byMessage: Fields = ["kind": "conversation", "cycle": "1", "asks": "true", "tier": "P3"]
