import Contract
import Figures

extension CaseLens {
    /// What a record counts for.
    struct Hit {
        let key: CellKey
        let value: Cells.Value
        var counts: Bool?

        func row(_ subject: Subject, _ conversation: String, _ record: Record) -> CasePage.Row {
            func known(_ text: String) -> String? { text.isEmpty ? nil : text }
            let kind =
                switch record {
                case .ofCase(let found): found.kind
                case .ofClock(let found): found.lines.values.first?.kind ?? ""
                case .ofSurvey: ""
                }
            return CasePage.Row(
                case: subject.caseID,
                conversation: conversation,
                kind: kind,
                at: Instant(microseconds: Int64(key.hour) * 3_600_000_000),
                team: known(key.traits.team),
                channel: known(key.traits.channel),
                category: known(key.traits.category),
                admin: known(key.traits.admin),
                value: measured,
                counts: counts,
                n: Int(value.n)
            )
        }

        /// The mean of what was measured: seconds, or stars.
        private var measured: Double? {
            if key.bucket >= 0 { return Double(value.sum) / 1e6 / Double(value.n) }
            return key.measure == .stars ? Double(value.sum) / 1000 / Double(value.n) : nil
        }
    }

    /// What a record's cells count for in the hours of the period, and among what stands as far as that reaches.
    func hits(in cells: Cells, _ hours: Range<Int32>, _ reach: StandingReach, _ filter: FigureFilter) -> [Hit] {
        let own = cells.values.filter { key, value in
            key.traits.match(filter) && key.hour < hours.upperBound && value.n != 0
        }
        let happened = own.filter { key, _ in
            flow.contains(key.measure) && key.hour >= hours.lowerBound && isCounted(key)
        }
        let sorted = happened.sorted {
            ($0.key.hour, $0.key.measure.rawValue, $0.key.label) < ($1.key.hour, $1.key.measure.rawValue, $1.key.label)
        }
        let hits = sorted.map { key, value in
            guard let part else { return Hit(key: key, value: value, counts: judge?(key)) }
            // A share's part stands beside its whole in the same hour of the same record.
            let hasPart = own.contains { $0.key.measure == part && $0.key.hour == key.hour && $0.value.n > 0 }
            return Hit(key: key, value: value, counts: hasPart == partCounts)
        }
        return hits + standingHits(own.filter { reach.contains($0.key) })
    }

    private func standingHits(_ cells: [CellKey: Cells.Value]) -> [Hit] {
        let own = cells.filter { standing.contains($0.key.measure) }
        let n = own.values.reduce(0) { $0 + $1.n }
        guard n > 0, let since = own.filter({ $0.value.n > 0 }).max(by: { $0.key.hour < $1.key.hour }) else {
            return []
        }
        return [Hit(key: since.key, value: Cells.Value(n: n, sum: 0), counts: standingCounts)]
    }

    /// Whether a hit is one of those that speak against the target.
    func isMissed(_ hit: Hit) -> Bool { hit.counts == isAgainst }
}
