import Contract
import Pipeline
import Postgres

/// What a batch asks of the database, in one round trip, and which message numbers it claims meanwhile.
struct LookUp: Sendable {
    private let candidates: [Candidate]
    private let now: Instant
    /// The candidates that have a key, by their place.
    private let keyed: [Int]
    /// Those that may have been judged before.
    private let reread: [Int]
    private let claims: [NumberedConversation: Int64]

    init(_ candidates: [Candidate], now: Instant) {
        self.candidates = candidates
        self.now = now
        var keyed: [Int] = []
        var reread: [Int] = []
        var claims: [NumberedConversation: Int64] = [:]
        keyed.reserveCapacity(candidates.count)
        for (place, candidate) in candidates.enumerated() {
            if candidate.key != nil { keyed.append(place) }
            if candidate.isReread { reread.append(place) }
            if let numbered = candidate.numbered { claims[numbered, default: 0] += 1 }
        }
        self.keyed = keyed
        self.reread = reread
        self.claims = claims
    }

    /// Reads what is known of the candidates.
    func run(in transaction: Transaction) async throws(PostgresError) -> Found {
        var found = Found()
        var statements: [Statement] = []
        if !keyed.isEmpty {
            statements.append(SeenIDs.find(keyed.compactMap(id(at:)), now: now))
        }
        if !reread.isEmpty { statements.append(RefusedRows.find(reread.map { candidates[$0] })) }
        if let claim = MessageNumbers.move(claims) { statements.append(claim) }
        guard !statements.isEmpty else { return found }

        var results = try await transaction.query(statements)[...]
        if !keyed.isEmpty, let rows = results.popFirst() {
            for row in rows {
                let (place, seen) = SeenIDs.seen(from: row)
                found.seen[keyed[place]] = seen
            }
        }
        if !reread.isEmpty, let rows = results.popFirst() {
            for case let (place, refusal)? in rows.map(RefusedRows.refusal(from:)) {
                found.refusals[reread[place]] = refusal
            }
        }
        if let rows = results.popFirst() {
            found.lastNumbers.reserveCapacity(rows.count)
            for row in rows {
                let (numbered, last) = MessageNumbers.number(from: row)
                found.lastNumbers[numbered] = last - claims[numbered, default: 0]
            }
        }
        return found
    }

    /// The claimed numbers that the verdicts left over, as moves back.
    func unused(_ used: [NumberedConversation: Int64]) -> [NumberedConversation: Int64] {
        var unused: [NumberedConversation: Int64] = [:]
        for (numbered, claimed) in claims {
            let left = claimed - used[numbered, default: 0]
            if left > 0 { unused[numbered] = -left }
        }
        return unused
    }

    private func id(at place: Int) -> (partition: Int, key: SubmissionKey)? {
        let candidate = candidates[place]
        return candidate.key.map { (candidate.partition, $0) }
    }
}
