import Contract
import Pipeline
import Policy
import Postgres
import TestKit

@testable import Routing

/// An office of twenty admins in four teams, three zones and six languages, by the default policy, and what its users
/// bring.
struct OfficeScript {
    static let lanes = 4
    static let partitions = 8
    let office: DatabaseOffice
    let document: Document
    var random: SeededGenerator
    private var numbers: [String: Int] = [:]

    init(_ office: DatabaseOffice, _ document: Document, seed: UInt64) {
        self.office = office
        self.document = document
        random = SeededGenerator(seed: seed)
    }

    static func rules(_ document: Document) -> RoutingRules {
        var rules = RoutingRules(document)
        // So that some cases are closed within the days of the script.
        rules.reopenWindow = .seconds(24 * 3600)
        return rules
    }

    /// Each team in five: two of the first zone, two of the second, one of the third, who works at all hours.
    ///
    /// Skills, and where nothing is named the capacity and the hours, are the team's.
    static func admins(capacity: Int? = nil) -> [(id: String, fields: Fields)] {
        let zones: [Fields] = [
            ["languages": "en,zu,af", "regions": "ZA"], ["languages": "fr", "regions": "SN,ML"],
            ["languages": "pt,es", "regions": "MZ", "calendar": "always"],
        ]
        return ["first_line", "payments", "trust", "seniors"].flatMap { team in
            [0, 0, 1, 1, 2].enumerated().map { place, zone in
                var fields = zones[zone]
                fields.append("admin", "\(team)-\(place)")
                fields.append("name", "Ada")
                fields.append("team", team)
                fields.append("capacity", ifAny: capacity.map(String.init))
                if team == "seniors" { fields.append("senior", "true") }
                return (id: "\(team)-\(place)", fields: fields)
            }
        }
    }

    /// A new matter of any kind and category, by a message or by name.
    mutating func opening(_ number: Int, after time: Duration) -> Input {
        let conversation = "c-\(number)"
        let partition = office.partitioning.partition(of: conversation)
        let zone = [("en", "ZA"), ("zu", "ZA"), ("fr", "SN"), ("fr", "CI"), ("pt", "MZ"), ("de", "DE")]
        let (language, region) = zone.randomElement(using: &random) ?? ("en", "ZA")
        let tier = ["", "P2", "P3", "P1"].randomElement(using: &random) ?? ""
        var more: Fields = ["language": language, "region": region, "user": "u-\(number)"]
        more.append("tier", ifAny: tier)
        if number.isMultiple(of: 3), let kind = CaseKind.allCases.dropFirst().randomElement(using: &random) {
            more.append("kind", kind.rawValue)
            more.append("category", ifAny: document.categories.category(for: kind)?.name.rawValue)
            more.append("subject", "advert \(number)")
            return Commands.event("case.open", conversation, after: time, partition: partition, more)
        }
        more.append("category", ifAny: document.categories.names.randomElement(using: &random)?.rawValue)
        numbers[conversation] = 1
        return Commands.userWrites(conversation, after: time, partition: partition, more)
    }

    /// What happens to an open case in an hour.
    mutating func turn(_ row: Row, after time: Duration) -> Input? {
        let conversation = row.text(0)
        let partition = office.partitioning.partition(of: conversation)
        let admin = row.textOrNull(2) ?? "first_line-0"
        func event(_ type: String, _ fields: Fields) -> Input {
            var fields = fields
            fields.set("admin", to: admin)
            return Commands.event(type, conversation, after: time, partition: partition, fields)
        }
        let number = numbers[conversation, default: 1] + 1
        numbers[conversation] = number
        let until = (start + time + .seconds(7200)).description
        switch Int.random(in: 0..<24, using: &random) {
        case 0..<7:
            return Commands.adminWrites(conversation, number: number, by: admin, after: time, partition: partition)
        case 7..<9:
            let user = Fields([("user", row.textOrNull(3) ?? "u-1")])
            return Commands.userWrites(conversation, number: number, after: time, partition: partition, user)
        case 9..<14: return event("case.resolve", ending(row.text(1)))
        case 14: return event("case.wait", ["for": "user"])
        case 15: return event("case.wait", ["for": "third_party", "until": until])
        case 16: return event("case.snooze", ["until": until])
        case 17: return event("case.escalate", ["to": "legal", "reason": "legal_question"])
        case 18: return event("case.escalate", ["to": "seniors", "reason": "needs_senior"])
        case 19: return event("case.acknowledge", [:])
        case 20: return event("case.hand_back", ["answer": "Yes"])
        case 21: return event("case.categorize", ["category": "payment_issue", "tier": "P2"])
        case 22: return event(number.isMultiple(of: 2) ? "case.spam" : "case.assign", ["team": "trust"])
        default: return event("case.merge", ["into": "c-\(Int.random(in: 1...20, using: &random))"])
        }
    }

    /// One of the kind's outcomes, for one of its reasons if it has some; the next steps are the policy's.
    private mutating func ending(_ name: String) -> Fields {
        var fields: Fields = ["summary": "Done"]
        guard let kind = CaseKind(rawValue: name) else { return fields }
        fields.append("outcome", ifAny: kind.outcomes.randomElement(using: &random))
        let reasons = document.routing.kinds[kind]?.reasons.keys.sorted() ?? []
        fields.append("reason", reasons.randomElement(using: &random)?.rawValue ?? "checked")
        return fields
    }
}
