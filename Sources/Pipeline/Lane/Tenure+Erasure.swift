import Contract
import Logging
import Postgres
import Redis

/// Taking a person out of what the stage keeps.
///
/// A stage that is told of an erasure scrubs its own rows in the same transaction, tells its own topic, and sets a timer.
/// The timer waits until every reader has handled the topic up to there; then the topic's events are scrubbed, a window
/// at a time, and their entries taken out of the streams: a reader that comes later finds a gap and asks the log.
extension Tenure {
    /// How many events one step looks at.
    private static var window: Int64 { 20_000 }
    /// Readers that have not come by then are gone, or will find the events scrubbed.
    private static var longestWait: Duration { .seconds(86_400) }

    /// Adds to a batch's outcome what its erasures ask for; answers those that are not told on.
    func carryOut(
        _ works: [(partition: Int, work: ErasureWork)],
        _ outcome: inout Outcome,
        in transaction: Transaction
    ) async throws -> [(partition: Int, event: Event)] {
        var untold: [(partition: Int, event: Event)] = []
        for (partition, work) in works {
            switch work {
            case .told(let event):
                let erasure = try Erasure(event.fields)
                if tellsOn(event.topic) {
                    outcome.events.append(Draft(erasure, after: event))
                } else {
                    untold.append((partition, event))
                }
            case .step(let timer):
                let step = try ErasureStep(timer.fields)
                try await take(step, timer.key, in: partition, &outcome, in: transaction)
            }
        }
        return untold
    }

    /// The statements that take people out of the stage's rows, for erasures that its own topic tells or that it was told
    /// by another; sets the timers that go on with the topic.
    func scrubRows(
        telling events: [Event],
        _ untold: [(partition: Int, event: Event)],
        _ timers: inout [TimerChange],
        in transaction: Transaction
    ) async throws -> [Statement] {
        var statements: [Statement] = []
        func add(_ event: Event, in partition: Int, upto: Int64) async throws {
            let erasure = try Erasure(event.fields)
            if let stage = lane.stage as? any Erasing {
                _ = try await transaction.query(ErasureStatements.patience)
                statements += try await stage.statements(for: erasure, in: partition, reading: transaction)
            }
            statements.append(ErasureStatements.scrub(erasure, of: lane.definition.name, in: partition))
            guard lane.definition.writes != nil, upto > 0 else { return }
            let step = ErasureStep(erasure, upto: upto, since: serverClock.now)
            let key = "\(ErasureWork.timerPrefix)\(erasure.id):\(event.topic.rawValue):\(event.seq)"
            timers.append(step.timer(key: key, in: partition, due: serverClock.now))
        }
        var heads = holdings.mapValues(\.head)
        for event in events {
            heads[event.partition] = event.seq
            if event.type == Erasure.type { try await add(event, in: event.partition, upto: event.seq) }
        }
        for (partition, event) in untold { try await add(event, in: partition, upto: heads[partition] ?? 0) }
        return statements.isEmpty ? [] : [ErasureStatements.patience] + statements
    }

    /// Whether the stage passes on what that topic has told: from `commands` by the router, from `cases` by all others.
    ///
    /// A stage that hears of an erasure by another topic too scrubs again what that topic has led to.
    private func tellsOn(_ topic: Topic) -> Bool {
        guard let own = lane.definition.writes else { return false }
        return topic == (own == .cases ? .commands : .cases)
    }

    private func take(
        _ step: ErasureStep,
        _ key: String,
        in partition: Int,
        _ outcome: inout Outcome,
        in transaction: Transaction
    ) async throws {
        guard let topic = lane.definition.writes else { return }
        let now = transaction.now
        let age = max(.seconds(1), now - step.since)
        let found = try await transaction.query([
            ErasureStatements.patience,
            ErasureStatements.havePassed(topic, in: partition, upto: step.upto),
            ErasureStatements.beginning(topic, in: partition),
        ])
        guard found[1].first?.bool(0) ?? true || age > Self.longestWait else {
            let pause = min(age / 10, .seconds(60))
            outcome.timers.append(step.timer(key: key, in: partition, due: now + max(.milliseconds(300), pause)))
            return
        }
        let places = step.places(from: found[2].first?.intOrNull(0) ?? 1, window: Self.window)
        let affected = ErasureStatements.affected(step.erasure, topic, in: partition, places)
        let seqs = try await transaction.query([affected])[0].map { $0.int(0) }
        let isLast = places.upperBound > step.upto
        guard await removeEntries(seqs, of: topic, in: partition, step.erasure, andOthers: isLast) else {
            outcome.timers.append(step.timer(key: key, in: partition, due: now + .seconds(5)))
            return
        }
        if !seqs.isEmpty {
            outcome.statements.append(ErasureStatements.scrub(step.erasure, topic, in: partition, seqs))
        }
        guard !isLast else { return }
        var next = step
        next.after = places.upperBound - 1
        outcome.timers.append(next.timer(key: key, in: partition, due: now))
    }

    /// Takes events out of the streams, and the person out of the stage's other streams; false when Redis did not do it.
    private func removeEntries(
        _ seqs: [Int64],
        of topic: Topic,
        in partition: Int,
        _ erasure: Erasure,
        andOthers: Bool
    ) async -> Bool {
        let keys = lane.settings.keys
        let streams =
            [keys.topic(topic, partition)]
            + (lane.definition.projection.map { [keys.stream($0.stream, partition)] } ?? [])
        do {
            for start in stride(from: 0, to: seqs.count, by: 500) {
                let ids = seqs[start..<min(start + 500, seqs.count)].map { "\($0)-0" }
                for stream in streams { _ = try await lane.writer.send(Command(["XDEL", stream] + ids)) }
            }
            guard andOthers, let stage = lane.stage as? any Erasing else { return true }
            for stream in stage.streams(in: partition) { try await removeEntries(naming: erasure, from: stream) }
            return true
        } catch {
            lane.logger.warning(
                "A person could not be taken out of Redis yet",
                metadata: ["partition": "\(partition)", "erasure": "\(erasure.id)", "error": "\(error)"]
            )
            return false
        }
    }

    private func removeEntries(naming erasure: Erasure, from stream: String) async throws(RedisError) {
        let names = Set([erasure.person, "user:\(erasure.person)"] + erasure.conversationNames)
        var start = "-"
        while true {
            let reply = try await lane.writer.send(["XRANGE", stream, start, "+", "COUNT", "1000"])
            guard case .array(let entries) = reply, !entries.isEmpty else { return }
            var found: [String] = []
            for entry in entries {
                guard case .array(let parts) = entry, parts.count == 2, case .text(let id) = parts[0],
                    case .array(let values) = parts[1]
                else { continue }
                start = "(\(id)"
                if values.contains(where: { $0.text.map(names.contains) ?? false }) { found.append(id) }
            }
            if !found.isEmpty { _ = try await lane.writer.send(Command(["XDEL", stream] + found)) }
        }
    }
}

extension Draft {
    /// The event by which a stage tells its own topic what it was told.
    fileprivate init(_ erasure: Erasure, after event: Event) {
        self.init(
            partition: event.partition,
            type: Erasure.type,
            time: event.time,
            conversation: nil,
            cause: event.event.description,
            traceparent: event.traceparent,
            fields: erasure.fields
        )
    }
}
