import Contract
import Pipeline
import Postgres

/// What a batch's verdicts change: rows, commands and receipts.
struct BatchOutcome {
    private let now: Instant
    private let partitioning: Partitioning
    private var ids: SeenIDs.New
    private var messages: MessageRows
    private var refused: [(candidate: Candidate, rejection: Rejection)] = []
    private var drafts: [Draft] = []
    private var letters: [OutgoingLetter] = []
    private var causes = Causes()
    private var receipts: Receipts

    init(capacity: Int, keys: Keys, now: Instant, partitioning: Partitioning) {
        self.now = now
        self.partitioning = partitioning
        ids = SeenIDs.New(capacity: capacity)
        messages = MessageRows(capacity: capacity)
        receipts = Receipts(keys: keys, capacity: capacity)
        drafts.reserveCapacity(capacity)
    }

    mutating func add(_ candidate: Candidate, _ verdict: Verdict) {
        switch verdict {
        case .accepted(let acceptance):
            if let submission = candidate.submission { accept(candidate, submission, acceptance) }
        case .refused(let rejection): refused.append((candidate, rejection))
        case .duplicate, .refusedBefore: break
        }
        answer(candidate, verdict)
    }

    /// Writes everything into an outcome; `givenBack` are message numbers that were claimed and not used.
    func write(to outcome: inout Outcome, givenBack: [NumberedConversation: Int64]) {
        let statements = [
            ids.insert(now: now),
            messages.insert(now: now),
            MessageNumbers.move(givenBack),
            RefusedRows.insert(refused, now: now),
        ]
        outcome.statements += statements.compactMap { $0 }
        outcome.events += drafts
        outcome.letters += letters
        outcome.afterCommit += receipts.commands
    }

    private mutating func accept(_ candidate: Candidate, _ submission: Submission, _ acceptance: Acceptance?) {
        if let key = candidate.key {
            ids.append(submission, key: key, in: candidate.partition, message: acceptance?.message)
        }
        var fields = submission.fields
        fields.reserve(fields.count + 3)
        if let acceptance {
            messages.append(submission, acceptance, in: candidate.partition)
            fields.append("message", acceptance.message.description)
            fields.append("message_no", String(acceptance.number))
        }
        if submission.isBackfill { fields.append("backfill", "true") }
        let cause = causes.cause(of: candidate.entry)
        letters += ErasureLetter.letters(for: submission, cause: cause, from: candidate.partition, partitioning)
        drafts.append(
            Draft(
                partition: candidate.partition,
                type: submission.type.rawValue,
                time: submission.time,
                conversation: submission.conversation,
                cause: cause,
                traceparent: submission.traceparent,
                fields: fields
            )
        )
    }

    /// The receipt goes to the partition of the conversation, or without one to that of the stream written to.
    ///
    /// Names are as they were sent, not in normal form: a publisher knows its entry, and where to look, by its own bytes.
    private mutating func answer(_ candidate: Candidate, _ verdict: Verdict) {
        let entry = candidate.entry
        let claims = entry.claims
        let partition = claims.conversation.map { partitioning.partition(of: $0.rawValue) } ?? entry.partition
        receipts.add(verdict, on: claims, door: entry.door, partition: partition)
    }
}
