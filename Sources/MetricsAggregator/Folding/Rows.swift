import Contract
import Crypto

/// A record as it is written.
struct RecordRow {
    let subject: Subject
    let conversation: String
    let text: String
    /// The first and the last hour in which it counts for anything.
    let hours: ClosedRange<Int32>
    /// Whether it counts for what stands after all that is known.
    let stands: Bool

    init(_ subject: Subject, _ conversation: String, _ text: String, _ cells: Cells, _ events: [Event]) {
        self.subject = subject
        self.conversation = conversation
        self.text = text
        let counted = cells.values.keys.map(\.hour)
        let own = counted.isEmpty ? events.map(\.time.hour) : counted
        let first = own.min() ?? 0
        hours = first...max(own.max() ?? first, first)
        stands = cells.values.contains { key, value in
            value.n > 0 && PeriodFacts.standingMeasures.contains(key.measure)
                && cells.values.reduce(0) { $0 + ($1.key.measure == key.measure ? $1.value.n : 0) } > 0
        }
    }
}

/// A change to a cell.
struct CellRow {
    let partition: Int
    let key: CellKey
    let value: Cells.Value
}

/// A day of the reports' zone on which something has changed.
struct OpenDay: Hashable {
    let partition: Int
    let day: Int
}

/// Somebody who did something in a month, whoever it is.
struct Person: Hashable {
    let partition: Int
    let month: Int
    let measure: Measure
    let number: Int64

    /// A number that stands for a name and does not tell it.
    static func number(of name: String) -> Int64 {
        var number: UInt64 = 0
        for byte in SHA256.hash(data: Array(name.utf8)).prefix(8) { number = number << 8 | UInt64(byte) }
        return Int64(bitPattern: number)
    }
}

/// An admin came or left.
struct Presence {
    let partition: Int
    let admin: String
    let at: Instant
    let status: String
}

/// What the site says of a month.
struct Usage {
    let period: String
    let campaign: String
    let activeUsers: Int64
    let reach: Int64?
    let at: Instant
}

/// A flag that was upheld, with what it was about.
struct Upheld {
    let partition: Int
    let subject: String
    let item: String
    let openedAt: Instant
    let at: Instant

    /// The upheld cycles of a flag.
    static func all(of flag: CaseRecord, _ subject: Subject) -> [Upheld] {
        flag.cycles.enumerated().compactMap { number, cycle in
            guard let end = cycle.end, end.how == .resolved, end.outcome == "upheld" else { return nil }
            return Upheld(
                partition: subject.partition,
                subject: "\(subject.name)/\(number + 1)",
                item: flag.item.isEmpty ? subject.name : flag.item,
                openedAt: cycle.at,
                at: end.at
            )
        }
    }
}
