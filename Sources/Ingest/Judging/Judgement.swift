import Contract

/// The verdicts on a batch: what was accepted before, what contradicts it, what comes too fast, and what is new.
///
/// A pure function of the candidates, the rows found and the senders' rates.
struct Judgement: Sendable {
    /// One for each candidate, in their order.
    private(set) var verdicts: [Verdict] = []
    /// How many message numbers each conversation has used.
    private(set) var numbersUsed: [NumberedConversation: Int64] = [:]

    /// Judges the candidates in their order.
    ///
    /// `mayPost` is asked once for each new message, and answers whether its sender's rate allows it.
    init(
        _ candidates: [Candidate],
        found: Found,
        now: Instant,
        mayPost: (Candidate, Submission) -> Bool
    ) {
        verdicts.reserveCapacity(candidates.count)
        var earlier = EarlierInBatch(capacity: candidates.count)
        for (place, candidate) in candidates.enumerated() {
            let verdict: Verdict
            if let refusal = found.refusals[place] {
                verdict = .refusedBefore(refusal)
            } else {
                switch candidate.result {
                case .failure(let rejection):
                    verdict = Self.verdict(on: candidate, refusedFor: rejection, seen: found.seen[place])
                case .success(let submission):
                    let seen = found.seen[place] ?? earlier.accepted(candidate)
                    verdict = judge(candidate, submission, seen: seen, found: found, now: now, mayPost: mayPost)
                    if case .accepted(let acceptance) = verdict {
                        earlier.accept(candidate, Found.Seen(digest: submission.digest, message: acceptance?.message))
                    }
                }
            }
            verdicts.append(verdict)
        }
    }

    private mutating func judge(
        _ candidate: Candidate,
        _ submission: Submission,
        seen: Found.Seen?,
        found: Found,
        now: Instant,
        mayPost: (Candidate, Submission) -> Bool
    ) -> Verdict {
        if let seen {
            return seen.digest == submission.digest ? .duplicate(message: seen.message) : .refused(.conflict)
        }
        guard let numbered = candidate.numbered else { return .accepted(nil) }
        guard mayPost(candidate, submission) else { return .refused(.rateLimited) }
        let used = numbersUsed[numbered, default: 0] + 1
        numbersUsed[numbered] = used
        let number = found.lastNumbers[numbered, default: 0] + used
        return .accepted(Acceptance(message: MessageID.generate(at: now), number: number))
    }

    /// An entry read again that the rules of today refuse may have been accepted by those of its day.
    private static func verdict(
        on candidate: Candidate,
        refusedFor rejection: Rejection,
        seen: Found.Seen?
    ) -> Verdict {
        if candidate.isReread, let seen { return .duplicate(message: seen.message) }
        return .refused(rejection)
    }
}

/// The submissions that a batch has accepted so far.
private struct EarlierInBatch {
    private struct Place: Hashable {
        let partition: Int
        let key: SubmissionKey
    }

    private var accepted: [Place: Found.Seen] = [:]

    init(capacity: Int) {
        accepted.reserveCapacity(capacity)
    }

    func accepted(_ candidate: Candidate) -> Found.Seen? {
        candidate.key.flatMap { accepted[Place(partition: candidate.partition, key: $0)] }
    }

    mutating func accept(_ candidate: Candidate, _ seen: Found.Seen) {
        guard let key = candidate.key else { return }
        accepted[Place(partition: candidate.partition, key: key)] = seen
    }
}

extension Rejection {
    /// An id that was accepted with other content.
    static let conflict = Rejection(
        code: .conflict,
        field: "id",
        detail: "This `id` was accepted with other content; new content needs a new `id`."
    )
    /// A message beyond what its sender may post.
    static let rateLimited = Rejection(
        code: .rateLimited,
        field: "user",
        detail: "This user posts faster than the source's limit allows; the same `id` may come again later."
    )
}
