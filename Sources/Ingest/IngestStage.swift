package import Contract
package import Pipeline
package import Postgres
import Synchronization

/// The first stage: is an entry valid, allowed and new? What is becomes a command, what is not is kept with the reason.
///
/// The rules come from the policy of the moment. An entry that stands in another stream than its partition's is handed
/// to that partition's owner once it is known to be valid; whether it is new, contradicts an earlier one or comes too
/// fast is judged there.
package final class IngestStage: DoorReading {
    /// How often the ranges of the tables are looked after.
    private static let upkeep: Duration = .seconds(60)

    private let keys: Keys
    private let publishing: PublishingRules
    private let rates = Mutex(SenderRates())
    private let nextUpkeep = Mutex<ContinuousClock.Instant?>(nil)
    private let metrics = IngestMetrics()

    /// A stage that writes receipts under these keys and finds signing keys in that directory.
    package init(keys: Keys, secrets: String?) {
        self.keys = keys
        publishing = PublishingRules(secrets: secrets)
    }

    package var definition: StageDefinition {
        StageDefinition(name: .ingest, reads: .doors, writes: .commands)
    }

    package var privateDoors: [SourceID] { publishing.privateDoors }

    package func refresh(on session: PostgresSession) async throws {
        let now = ContinuousClock.now
        if nextUpkeep.withLock({ $0.map { $0 <= now } ?? true }) {
            _ = try await session.query(Statement("SELECT ingest.keep_ranges()"))
            nextUpkeep.withLock { $0 = now + Self.upkeep }
        }
        try await publishing.reread(on: session)
    }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        guard let validator = publishing.validator, let rules = publishing.current else { throw PolicyNotRead() }
        var outcome = Outcome()
        var candidates: [Candidate] = []
        candidates.reserveCapacity(inputs.count)
        for input in inputs {
            if case .letter(let letter) = input.content, letter.kind == Erasure.letterKind {
                try await outcome.events += Self.tell(letter, in: input.partition, transaction)
                continue
            }
            let candidate = try Self.candidate(of: input, validator, now: transaction.now)
            if let letter = Self.letter(handing: candidate, of: input, by: transaction.partitioning) {
                outcome.letters.append(letter)
            } else {
                candidates.append(candidate)
            }
        }
        let moved = outcome.letters.count
        guard !candidates.isEmpty else {
            metrics.count([], moved: moved)
            return outcome
        }
        let lookUp = LookUp(candidates, now: transaction.now)
        let found = try await lookUp.run(in: transaction)
        let judgement = Judgement(candidates, found: found, now: transaction.now) { candidate, submission in
            mayPost(candidate, submission, by: rules, now: transaction.now)
        }
        var batch = BatchOutcome(
            capacity: candidates.count,
            keys: keys,
            now: transaction.now,
            partitioning: transaction.partitioning
        )
        for (candidate, verdict) in zip(candidates, judgement.verdicts) {
            batch.add(candidate, verdict)
        }
        batch.write(to: &outcome, givenBack: lookUp.unused(judgement.numbersUsed))
        metrics.count(judgement.verdicts, moved: moved)
        return outcome
    }

    private static func candidate(
        of input: Input,
        _ validator: InboundValidator,
        now: Instant
    ) throws(StageFault) -> Candidate {
        let entry: InboundEntry
        let isReread: Bool
        switch input.content {
        case .entry(let content, let again): (entry, isReread) = (content, again)
        case .letter(let letter): (entry, isReread) = try Forwarding.entry(in: letter)
        case .event, .timer:
            throw StageFault(code: "unexpected_input", detail: "ingest takes entries and letters only")
        }
        let result = Result { () throws(Rejection) in
            try validator.validate(entry, arrivedAt: entry.id.arrival(now: now))
        }
        return Candidate(partition: input.partition, entry: entry, isReread: isReread, result: result)
    }

    /// The letter that hands a valid entry to the owner of its partition; nil where it is at home.
    private static func letter(
        handing candidate: Candidate,
        of input: Input,
        by partitioning: Partitioning
    ) -> OutgoingLetter? {
        guard let submission = candidate.submission else { return nil }
        let home = partitioning.partition(of: submission.partitionKey)
        guard home != input.partition else { return nil }
        return Forwarding.letter(
            candidate.entry,
            isReread: candidate.isReread,
            from: input.partition,
            to: home,
            conversation: input.conversation
        )
    }

    /// Whether the rate of a user's messages allows one more; admins and bots have no rate.
    private func mayPost(
        _ candidate: Candidate,
        _ submission: Submission,
        by rules: InboundRules,
        now: Instant
    ) -> Bool {
        guard let limit = rules.rateLimit(of: submission.source), submission.fields["role"] == "user",
            let user = submission.fields["user"]
        else { return true }
        let arrival = candidate.entry.id.arrival(now: now)
        return rates.withLock { rates in
            rates.mayPost(user, of: submission.source, limit: limit, entry: candidate.entry, at: arrival)
        }
    }
}

extension IngestStage: Erasing {
    /// The events that tell a partition's readers that a person is to be taken out of it.
    private static func tell(_ letter: Letter, in partition: Int, _ transaction: Transaction) async throws -> [Draft] {
        let told = try ErasureLetter(letter)
        let rows = try await transaction.query([
            Statement("SET LOCAL statement_timeout = '10min'"),
            ErasedRows.conversations(of: told.erasure.person, in: partition),
        ])
        return told.drafts(of: rows[1].map { $0.text(0) }, in: partition, transaction.partitioning)
    }

    package func statements(for erasure: Erasure, in partition: Int) -> [Statement] {
        ErasedRows.scrub(erasure, in: partition)
    }

    package func streams(in partition: Int) -> [String] {
        [keys.receipts(partition)] + privateDoors.map { keys.receipts(door: $0, partition) }
    }
}

/// A batch was handed over before the policy was read, which the runtime never does; it is retried.
struct PolicyNotRead: Error, Sendable {}
