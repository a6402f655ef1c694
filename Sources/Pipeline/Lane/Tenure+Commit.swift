import Contract
import Logging
import Postgres
import Redis

/// Handling a batch: one transaction holds the stage's rows, its events, timers and letters, and the new positions.
extension Tenure {
    /// Handles a batch; answers what there is to publish.
    ///
    /// An input that can never succeed is found by handling the batch one input at a time, and its conversation is
    /// parked. Every other error ends the tenure.
    ///
    /// An erasure has a transaction of its own: it looks through all that is kept, and what the stage has locked for the
    /// others of the batch would be locked that long. It also finds all that was read before it.
    func commit(_ arrivals: [Arrival]) async throws -> Publication {
        let batches = arrivals.split(aloneWhere: \.isErasure)
        if batches.count > 1 { return try await commitInTurn(batches) }
        do {
            return try await transact(arrivals)
        } catch {
            guard let fault = StageFault(parkable: error) else { throw error }
            _ = try await session.query(Statement("ROLLBACK"))
            if arrivals.count == 1 { return try await park(arrivals[0], fault) }
        }
        lane.metrics.redidBatch()
        return try await commitInTurn(arrivals.map { [$0] })
    }

    private func commitInTurn(_ batches: [[Arrival]]) async throws -> Publication {
        for batch in batches {
            lane.health.wentRound(lane.number)
            let publication = try await commit(batch)
            await lane.publisher.publish(publication)
            // What is left of the batch is read again, by this lane or by the next owner.
            guard haltedUntil == nil, !lane.isStopping else { break }
        }
        return Publication()
    }

    private func transact(_ arrivals: [Arrival]) async throws -> Publication {
        let start = ContinuousClock.now
        let faults = lane.settings.faults
        let trace = lane.settings.tracing.map { BatchTrace($0, lane.definition) }
        let batch = sort(arrivals)

        let transaction = Transaction(session: session, now: serverClock.now, partitioning: partitioning)
        var outcome =
            batch.inputs.isEmpty
            ? Outcome() : try await lane.stage.handle(batch.inputs, in: transaction)
        let untold =
            batch.erasures.isEmpty ? [] : try await carryOut(batch.erasures, &outcome, in: transaction)
        faults.reach(.afterHandle)

        let events = try number(trace?.begun(outcome.events) ?? outcome.events)
        let moves = headMoves(of: events)
        let scrubbing = try await scrubRows(telling: events, untold, &outcome.timers, in: transaction)
        var statements = outcome.statements
        if !batch.parked.isEmpty { statements.append(parking.put(batch.parked)) }
        if let topic = lane.definition.writes { statements += EventLog.append(events, to: topic, heads: moves) }
        statements += dealtWith(arrivals, doorMoves: batch.doorMoves)
        statements += timers.apply(outcome.timers)
        if !outcome.letters.isEmpty { statements.append(mail.send(outcome.letters)) }
        // Last, so that it finds what the batch itself has written.
        statements += scrubbing
        faults.reach(.beforeCommit)
        try await transaction.commit(statements)
        faults.reach(.afterCommit)
        for act in outcome.onCommit { act() }

        let traced = trace?.end(batch.inputs, writing: events)
        lane.metrics.handledBatch(inputs: arrivals.count, events: events.count, in: .now - start, traced)
        return try await settle(arrivals, batch, outcome, events, moves)
    }

    /// Numbers events without gaps: the owner is the only writer of its topic's partition.
    private func number(_ drafts: [Draft]) throws -> [Event] {
        guard let topic = lane.definition.writes else { return [] }
        var heads: [Int: Int64] = [:]
        return try drafts.map { draft in
            guard let holding = holdings[draft.partition] else {
                throw StageFault(
                    code: "foreign_partition",
                    detail: "an event was meant for partition \(draft.partition)"
                )
            }
            let seq = (heads[draft.partition] ?? holding.head) + 1
            heads[draft.partition] = seq
            return Event(draft, topic: topic, seq: seq)
        }
    }

    private func headMoves(of events: [Event]) -> [HeadMove] {
        var upto: [Int: Int64] = [:]
        for event in events { upto[event.partition] = event.seq }
        return upto.map { HeadMove(partition: $0.key, after: holdings[$0.key]?.head ?? 0, upto: $0.value) }
    }

    /// The statements that say that a batch's arrivals have been dealt with.
    func dealtWith(_ arrivals: [Arrival], doorMoves: [DoorMove]) -> [Statement] {
        var letters: [(partition: Int, id: Int64)] = []
        var handled: [(partition: Int, key: String, due: Instant)] = []
        var statements: [Statement] = []
        for arrival in arrivals {
            switch arrival.origin {
            case .letter(let id): letters.append((arrival.partition, id))
            case .timer(let key, let due): handled.append((arrival.partition, key, due))
            case .parked(let id): statements.append(parking.remove(id, in: arrival.partition))
            case .topic, .door: break
            }
        }
        var moves: [Topic: [PositionMove]] = [:]
        for (key, upto) in Progress(arrivals).topics {
            let after = holdings[key.partition]?.positions[key.topic] ?? 0
            moves[key.topic, default: []].append(PositionMove(partition: key.partition, after: after, upto: upto))
        }
        statements += moves.map { positions.move($0.value, in: $0.key) }
        if !doorMoves.isEmpty { statements.append(DoorPositions.store(doorMoves)) }
        if !letters.isEmpty { statements.append(mail.remove(letters)) }
        if !handled.isEmpty { statements.append(timers.remove(handled)) }
        return statements
    }

    /// Takes over into memory what has been committed.
    private func settle(
        _ arrivals: [Arrival],
        _ batch: SortedBatch,
        _ outcome: Outcome,
        _ events: [Event],
        _ moves: [HeadMove]
    ) async throws -> Publication {
        advance(arrivals, batch.doorMoves)
        for move in moves { holdings[move.partition]?.head = move.upto }
        for row in batch.parked {
            holdings[row.partition]?.parked.insert(row.conversation)
        }
        lane.metrics.parkedInputs(batch.parked.count)
        for change in outcome.timers {
            if case .set(_, _, let due, _, _) = change { nextTimer = min(nextTimer ?? due, due) }
        }
        if arrivals.contains(where: \.isTimer), holdings.values.allSatisfy({ $0.barrier == nil }) {
            try await findNextTimer()
        }
        let addressees = Set(outcome.letters.map(\.to))
        mailMayWait = mailMayWait || addressees.contains { holdings[$0] != nil }
        return Publication(
            events: events,
            courtesies: outcome.afterCommit,
            handled: batch.doorMoves,
            pokes: addressees.contains { holdings[$0] == nil }
        )
    }

    /// Moves positions in memory as they have been moved in the database.
    func advance(_ arrivals: [Arrival], _ doorMoves: [DoorMove]) {
        for (key, seq) in Progress(arrivals).topics { holdings[key.partition]?.positions[key.topic] = seq }
        for move in doorMoves {
            guard let handled = doors[move.door]?.handled else { continue }
            doors[move.door]?.handled = max(handled, move.upto)
        }
    }
}

extension Event {
    fileprivate convenience init(_ draft: Draft, topic: Topic, seq: Int64) {
        self.init(
            topic: topic,
            partition: draft.partition,
            seq: seq,
            type: draft.type,
            version: draft.version,
            event: draft.event,
            time: draft.time,
            conversation: draft.conversation,
            case: draft.case,
            cause: draft.cause,
            traceparent: draft.traceparent,
            fields: draft.fields
        )
    }
}

extension Arrival {
    fileprivate var isTimer: Bool {
        if case .timer = origin { true } else { false }
    }

    /// Whether a person is to be taken out of what is kept, or to be looked for.
    fileprivate var isErasure: Bool {
        switch disposition {
        case .erase: true
        case .handle(let input):
            if case .letter(let letter) = input.content { letter.kind == Erasure.letterKind } else { false }
        case .pass, .park: false
        }
    }
}

extension [Arrival] {
    /// The same in order, those that are to stand alone each by itself.
    fileprivate func split(aloneWhere standsAlone: (Arrival) -> Bool) -> [[Arrival]] {
        var batches: [[Arrival]] = []
        var start = startIndex
        for index in indices where standsAlone(self[index]) {
            if start < index { batches.append(Array(self[start..<index])) }
            batches.append([self[index]])
            start = index + 1
        }
        if start < endIndex { batches.append(start == startIndex ? self : Array(self[start...])) }
        return batches
    }
}
