import Contract
import Metrics

/// What ingest counts.
///
/// A batch that is redone after a rollback is counted again.
struct IngestMetrics: Sendable {
    private let accepted = Counter(label: "saypro_ingest_entries_total", dimensions: [("verdict", "accepted")])
    private let duplicate = Counter(label: "saypro_ingest_entries_total", dimensions: [("verdict", "duplicate")])
    private let moved = Counter(label: "saypro_ingest_entries_total", dimensions: [("verdict", "moved")])
    private let refused: [RejectionCode: Counter] = RejectionCode.allCases.reduce(into: [:]) { counters, code in
        counters[code] = Counter(
            label: "saypro_ingest_entries_total",
            dimensions: [("verdict", "rejected"), ("code", code.rawValue)]
        )
    }

    func count(_ verdicts: [Verdict], moved letters: Int) {
        var accepted = 0
        var duplicate = 0
        for verdict in verdicts {
            switch verdict {
            case .accepted: accepted += 1
            case .duplicate, .refusedBefore: duplicate += 1
            case .refused(let rejection): refused[rejection.code]?.increment()
            }
        }
        if accepted > 0 { self.accepted.increment(by: accepted) }
        if duplicate > 0 { self.duplicate.increment(by: duplicate) }
        if letters > 0 { moved.increment(by: letters) }
    }
}
