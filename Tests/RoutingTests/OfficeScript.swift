import Contract
import Policy
import Pipeline
import Postgres

@testable import Routing

/// An office of twenty admins in four teams, three zones and six languages, and what its users bring.
struct OfficeScript {
    static let lanes = 4
    static let partitions = 8
    let office: DatabaseOffice
    var random: SeededNumbers
    private var numbers: [String: Int] = [:]

    init(_ office: DatabaseOffice, seed: UInt64) {
        self.office = office
        random = SeededNumbers(seed: seed)
    }

    static var rules: RoutingRules {
        var rules = RoutingRules()
        rules.categories = [
            "inquiry": RoutingDemand(), "payment": RoutingDemand(skill: "payments"),
            "moderation": RoutingDemand(team: "trust"), "listing": RoutingDemand(),
        ]
        // So that some cases are closed within the days of the script.
        rules.reopenWindow = .seconds(24 * 3600)
        rules.teams = ["support", "payments", "trust", "senior"]
        return rules
    }

    /// Each team in five: two of the first zone, two of the second, one of the third.
    static func admins(capacity: Int) -> [(id: String, fields: Fields)] {
        let zones: [(languages: String, regions: String)] = [
            ("en,zu,af", "ZA"), ("fr", "SN,ML"), ("pt,es", "MZ"),
        ]
        return ["support", "payments", "trust", "senior"].flatMap { team in
            [0, 0, 1, 1, 2].enumerated().map { place, zone in
                var fields: Fields = [
                    "team": team, "languages": zones[zone].languages, "regions": zones[zone].regions,
                    "capacity": "\(capacity)",
                ]
                if team == "payments" || team == "senior" { fields.append("skills", "payments") }
                if team == "senior" { fields.append("senior", "true") }
                return (id: "\(team)-\(place)", fields: fields)
            }
        }
    }

    /// A new matter of any kind, by a message or by name.
    mutating func opening(_ number: Int, after time: Duration) -> Input {
        let conversation = "c-\(number)"
        let partition = office.partitioning.partition(of: conversation)
        let zone = [("en", "ZA"), ("zu", "ZA"), ("fr", "SN"), ("fr", "CI"), ("pt", "MZ"), ("de", "DE")]
        let (language, region) = zone.randomElement(using: &random) ?? ("en", "ZA")
        let category = ["inquiry", "payment", "moderation", "listing"].randomElement(using: &random) ?? "inquiry"
        let tier = ["", "P2", "P3", "P1"].randomElement(using: &random) ?? ""
        var more: Fields = ["language": language, "region": region, "category": category, "user": "u-\(number)"]
        more.append("tier", ifAny: tier)
        if number.isMultiple(of: 3), let kind = CaseKind.allCases.dropFirst().randomElement(using: &random) {
            more.append("kind", kind.rawValue)
            more.append("subject", "advert \(number)")
            return Commands.event("case.open", conversation, after: time, partition: partition, more)
        }
        numbers[conversation] = 1
        return Commands.userWrites(conversation, after: time, partition: partition, more)
    }

    /// What happens to an open case in an hour.
    mutating func turn(_ row: Row, after time: Duration) -> Input? {
        let conversation = row.text(0)
        let partition = office.partitioning.partition(of: conversation)
        let admin = row.textOrNull(2) ?? "support-0"
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
        case 9..<14:
            var fields: Fields = ["summary": "Done", "reason": "checked", "next_steps": "None"]
            fields.append("outcome", ifAny: CaseKind(rawValue: row.text(1))?.outcomes.randomElement(using: &random))
            return event("case.resolve", fields)
        case 14: return event("case.wait", ["for": "user"])
        case 15: return event("case.wait", ["for": "third_party", "until": until])
        case 16: return event("case.snooze", ["until": until])
        case 17: return event("case.escalate", ["to": "legal", "reason": "contract"])
        case 18: return event("case.escalate", ["to": "senior", "reason": "hard"])
        case 19: return event("case.acknowledge", [:])
        case 20: return event("case.hand_back", ["answer": "Yes"])
        case 21: return event("case.categorize", ["category": "payment", "tier": "P2"])
        case 22: return event(number.isMultiple(of: 2) ? "case.spam" : "case.assign", ["team": "trust"])
        default: return event("case.merge", ["into": "c-\(Int.random(in: 1...20, using: &random))"])
        }
    }
}
