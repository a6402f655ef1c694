import Contract
import Logging
import Postgres

/// A batch, sorted into what the stage is asked and what is parked.
struct SortedBatch: Sendable {
    var inputs: [Input] = []
    var erasures: [(partition: Int, work: ErasureWork)] = []
    var parked: [ParkedRow] = []
    var doorMoves: [DoorMove] = []
}

/// Parking by conversation: what a stage cannot handle, and what follows it in its conversation, is put aside while
/// everything else flows.
extension Tenure {
    func sort(_ arrivals: [Arrival]) -> SortedBatch {
        var batch = SortedBatch()
        batch.inputs.reserveCapacity(arrivals.count)
        var parkedHere: Set<ParkedKey> = []
        for arrival in arrivals {
            let key = ParkedKey(partition: arrival.partition, conversation: arrival.conversation)
            switch arrival.disposition {
            case .pass: break
            // Whatever of the person is parked, an erasure is not held up by it.
            case .erase(let work): batch.erasures.append((arrival.partition, work))
            case .handle(let input):
                let isParked = parkedHere.contains(key) || isParked(arrival)
                if isParked {
                    let fault = StageFault(code: StageFault.follows, detail: "its conversation is parked")
                    batch.parked.append(ParkedRow(arrival, ParkedPayload(input.content), fault, attempts: 0))
                } else {
                    batch.inputs.append(input)
                }
            case .park(let fault, let payload):
                parkedHere.insert(key)
                batch.parked.append(ParkedRow(arrival, payload, fault, attempts: 1))
            }
        }
        batch.doorMoves = Progress(arrivals).doors.map { DoorMove(door: $0.key, upto: $0.value) }
        return batch
    }

    private func isParked(_ arrival: Arrival) -> Bool {
        if case .parked = arrival.origin { return false }
        return holdings[arrival.partition]?.parked.contains(arrival.conversation) ?? false
    }

    /// Parks an input that failed alone.
    func park(_ arrival: Arrival, _ fault: StageFault) async throws -> Publication {
        if case .parked(let id) = arrival.origin {
            let refusal = parking.refuse(id, conversation: arrival.conversation, in: arrival.partition, fault)
            _ = try await session.run([Statement("BEGIN")] + refusal + [Statement("COMMIT")])
            return Publication()
        }
        guard let content = arrival.disposition.content else { throw fault }
        let trace = lane.settings.tracing.map { BatchTrace($0, lane.definition) }
        if let pause = lane.parkingBudget.take() {
            halt(for: pause, fault)
            return Publication()
        }
        let row = ParkedRow(arrival, ParkedPayload(content), fault, attempts: 1)
        let doorMoves = Progress([arrival]).doors.map { DoorMove(door: $0.key, upto: $0.value) }
        _ = try await session.run(
            [Statement("BEGIN"), parking.put([row])] + dealtWith([arrival], doorMoves: doorMoves)
                + [Statement("COMMIT")]
        )
        advance([arrival], doorMoves)
        holdings[arrival.partition]?.parked.insert(arrival.conversation)
        trace?.end(content, parkedFor: fault)
        lane.metrics.parkedInputs(1)
        lane.logger.error(
            "An input could not be handled and its conversation was parked",
            metadata: ["partition": "\(arrival.partition)", "code": "\(fault.code)", "error": "\(fault.detail)"]
        )
        return Publication(handled: doorMoves)
    }

    /// Stops for a while: so many inputs cannot be handled that the stage must be at fault.
    private func halt(for pause: Duration, _ fault: StageFault) {
        haltedUntil = .now + pause
        lane.turn(into: .halted("too much was parked: \(fault.code)"))
        lane.logger.critical(
            "The lane stopped, since more than a few conversations a minute would have been parked",
            metadata: ["code": "\(fault.code)", "error": "\(fault.detail)", "seconds": "\(pause.components.seconds)"]
        )
        // What was read but not handled is read again.
        for door in doors.keys { doors[door]?.cursor = .zero }
        mailMayWait = true
    }

    /// Takes over which conversations are parked, and tries those again that an operator has released.
    func updateParked(_ rows: Rows) async throws {
        for partition in holdings.keys { holdings[partition]?.parked = [] }
        var released: [ParkedKey] = []
        for row in rows {
            let key = ParkedKey(partition: Int(row.int(0)), conversation: row.text(1))
            holdings[key.partition]?.parked.insert(key.conversation)
            if row.bool(2) { released.append(key) }
        }
        for key in released.prefix(20) where !lane.isStopping { try await retry(key) }
    }

    private func retry(_ key: ParkedKey) async throws {
        let rows = try await session.query(parking.rows(of: key.conversation, in: key.partition, limit: 100))
        for row in rows {
            let id = row.int(0)
            let payload = ParkedPayload(kind: row.text(1), fields: (try? Fields(json: row.text(4))) ?? Fields())
            let content = payload.content(
                partition: key.partition,
                conversation: key.conversation,
                topic: row.textOrNull(2).flatMap(Topic.init(rawValue:)),
                seq: row.intOrNull(3)
            )
            let arrival = retried(content, payload, key, id)
            if case .park(let fault, _) = arrival.disposition {
                _ = try await park(arrival, fault)
            } else {
                await lane.publisher.publish(try await commit([arrival]))
            }
            let left = try await session.query(parking.find(id, in: key.partition))
            guard left.isEmpty else { return }
        }
        if rows.count < 100 { holdings[key.partition]?.parked.remove(key.conversation) }
    }

    private func retried(_ content: Input.Content?, _ payload: ParkedPayload, _ key: ParkedKey, _ id: Int64) -> Arrival
    {
        let disposition: Arrival.Disposition
        if let content {
            switch content {
            case .event(let event): disposition = arrival(of: event).disposition
            case .timer(let timer): disposition = Arrival.Disposition(timer, in: key.partition)
            case .entry, .letter:
                disposition = .handle(
                    Input(partition: key.partition, content: content, conversation: key.conversation)
                )
            }
        } else {
            disposition = .park(
                StageFault(code: StageFault.unreadable, detail: "the parked row is not an input"),
                payload
            )
        }
        return Arrival(
            partition: key.partition,
            origin: .parked(id: id),
            conversation: key.conversation,
            disposition: disposition
        )
    }
}

private struct ParkedKey: Hashable {
    let partition: Int
    let conversation: String
}

extension ParkedRow {
    fileprivate init(_ arrival: Arrival, _ payload: ParkedPayload, _ fault: StageFault, attempts: Int) {
        var topic: TopicPosition?
        if case .topic(let name, let seq) = arrival.origin {
            topic = TopicPosition(topic: name, partition: arrival.partition, seq: seq)
        }
        self.init(
            partition: arrival.partition,
            conversation: arrival.conversation,
            topic: topic,
            payload: payload,
            fault: fault,
            attempts: attempts
        )
    }
}

extension StageFault {
    /// What an error says of its input, when it is one that may park: the stage's own, or a data error of PostgreSQL.
    init?(parkable error: any Error) {
        switch error {
        case let fault as StageFault: self = fault
        case let error as PostgresError where error.isDataError:
            self.init(code: StageFault.database, detail: "\(error.sqlState ?? ""): \(error.message)")
        default: return nil
        }
    }
}
