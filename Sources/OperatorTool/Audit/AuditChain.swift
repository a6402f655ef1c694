import Contract

/// The audit, checked row by row against its hashes and its checkpoints; it stops at the first fault.
struct AuditChain {
    /// What is wrong, and with which row.
    struct Fault: Sendable, Equatable {
        var row: Int64
        var sentence: String
    }

    /// Checkpoints whose signature and key are good, by the row that they are about.
    private let checkpoints: [Int64: [AuditCheckpoint]]
    private(set) var fault: Fault?
    private(set) var rows: Int64 = 0
    /// The last row that a checkpoint confirms.
    private(set) var confirmed: Int64 = 0
    private var last: AuditRow?

    /// A chain to be checked; `trusted` is the only key whose checkpoints count, where one is given.
    init(_ checkpoints: [AuditCheckpoint], trusting trusted: String? = nil) {
        for checkpoint in checkpoints {
            let isTrusted = trusted == nil || checkpoint.publicKey == trusted
            if isTrusted, !checkpoint.isSigned, fault == nil {
                fault = Fault(
                    row: checkpoint.id,
                    sentence: "the checkpoint of row \(checkpoint.id) is not signed by its key"
                )
            }
        }
        let good = checkpoints.filter { $0.isSigned && (trusted == nil || $0.publicKey == trusted) }
        self.checkpoints = Dictionary(grouping: good, by: \.id)
    }

    /// Checks the next row.
    mutating func check(_ row: AuditRow) {
        guard fault == nil else { return }
        let name = "row \(row.id) (\(row.action) by \(row.actor) at \(row.at))"
        let expected = last.map { $0.id + 1 } ?? 1
        if row.id != expected {
            // The oldest rows expire; then a checkpoint has to confirm where the rest begins.
            let isBeginning = last == nil && confirms(row.id - 1, Hexadecimal.text(of: row.previous))
            guard isBeginning else { return fail(expected, "row \(expected) is missing: the next one is \(name)") }
        } else if row.previous != last?.hash ?? [] {
            return fail(
                row.id,
                "\(name) does not follow from the row before it: one of the two is not the one that was written"
            )
        }
        guard row.hash == row.expectedHash else { return fail(row.id, "\(name) was altered after it was written") }
        if let checkpoints = checkpoints[row.id] {
            guard checkpoints.allSatisfy({ $0.hash == Hexadecimal.text(of: row.hash) }) else {
                return fail(
                    row.id,
                    "\(name) is not the one that the checkpoint of \(checkpoints[0].madeAt) was made of"
                )
            }
            confirmed = row.id
        }
        rows += 1
        last = row
    }

    /// Checks that nothing is missing at the end.
    mutating func finish() {
        guard fault == nil, let newest = checkpoints.keys.max(), newest > last?.id ?? 0 else { return }
        fail((last?.id ?? 0) + 1, "row \((last?.id ?? 0) + 1) is missing: a checkpoint was made of row \(newest)")
    }

    private func confirms(_ id: Int64, _ hash: String) -> Bool {
        checkpoints[id]?.contains { $0.hash == hash } ?? false
    }

    private mutating func fail(_ row: Int64, _ sentence: String) {
        fault = Fault(row: row, sentence: sentence)
    }
}
