import Contract

@testable import Demo

/// A quarter that all tests read, and what is asked of it again and again.
enum Told {
    /// 2026-11-28T12:00:00Z: the last full quarter is the third.
    static let now = Instant(milliseconds: 1_795_867_200_000)
    static let quarter = DemoQuarter(seed: 1, period: .quarter(before: now), end: now)

    static let entries = quarter.entries
    static let messages = entries.filter { $0.type == .messagePost }

    /// The entries of each conversation, in the order of publishing.
    static let conversations = Dictionary(grouping: entries.filter { $0["conversation"] != nil }) {
        $0["conversation"] ?? ""
    }

    static func count(_ type: CommandType) -> Int { entries.count { $0.type == type } }

    /// How many of these entries have each value of a field.
    static func tally(_ entries: [DemoEntry], _ field: String) -> [String: Int] {
        entries.reduce(into: [:]) { $0[$1[field] ?? "", default: 0] += 1 }
    }
}

extension DemoEntry {
    subscript(name: String) -> String? { fields[name] }
}
