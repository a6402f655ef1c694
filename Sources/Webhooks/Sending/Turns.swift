import DequeModule
import Synchronization

/// Whose turn it is to send, and the idle connections that the next turn can use.
///
/// Those who wait at one origin wait only for it and, when all places are taken, for their origin's turn among the origins; a queue of
/// thousands at one origin stands in nobody else's way.
final class Turns: Sendable {
    /// The answer to one who asks for a turn.
    enum Grant: Sendable {
        /// It is to be given back; a connection that is idle may come with it.
        case granted(Connection?)
        case turnedAway(SendOutcome.Setback)
    }

    private struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Grant, Never>
    }

    private struct Place {
        var sends = 0
        var waiters: Deque<Waiter> = []
        var idle: [Connection] = []
        /// Whether it stands in the line of origins.
        var isInLine = false
    }

    private struct State {
        var sends = 0
        var idle = 0
        var places: [Target.Origin: Place] = [:]
        /// Origins with waiters and room for a send, which only wait for a place among all.
        var line: Deque<Target.Origin> = []
        var lastNumber: UInt64 = 0
        var cancelledEarly: Set<UInt64> = []
        var isClosed = false
    }

    private typealias Answer = (continuation: CheckedContinuation<Grant, Never>, grant: Grant)

    private let limits: SendLimits
    private let state = Mutex(State())

    init(limits: SendLimits) {
        self.limits = limits
    }

    /// Waits for a turn; cancellation ends the wait.
    func take(at origin: Target.Origin) async -> Grant {
        let number = state.withLock { state in
            state.lastNumber += 1
            return state.lastNumber
        }
        let grant = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answers = state.withLock { state in
                    enter(Waiter(number: number, continuation: continuation), at: origin, &state)
                }
                Self.tell(answers)
            }
        } onCancel: {
            Self.tell(state.withLock { state in cancel(number, at: origin, &state) })
        }
        state.withLock { state in _ = state.cancelledEarly.remove(number) }
        return grant
    }

    /// Ends a turn; a connection that is still open is kept for the next one.
    func giveBack(at origin: Target.Origin, _ connection: Connection?) {
        var surplus: Connection?
        let answers = state.withLock { state in
            state.sends -= 1
            state.places[origin]?.sends -= 1
            if let connection, connection.isOpen {
                if state.isClosed || state.idle >= limits.sends {
                    surplus = connection
                } else {
                    state.places[origin]?.idle.append(connection)
                    state.idle += 1
                }
            }
            return grantTurns(freedAt: origin, &state)
        }
        surplus?.close()
        Self.tell(answers)
    }

    /// Has a new connection forgotten once it closes.
    func watch(_ connection: Connection, at origin: Target.Origin) {
        connection.whenClosed { [weak self] in self?.forget(connection, at: origin) }
    }

    /// Turns away all who wait and who come later, and closes idle connections.
    func close() {
        let (answers, idle) = state.withLock { state in
            state.isClosed = true
            state.line = []
            state.idle = 0
            var answers: [Answer] = []
            var idle: [Connection] = []
            for origin in Array(state.places.keys) {
                guard var place = state.places.removeValue(forKey: origin) else { continue }
                answers += place.waiters.map { ($0.continuation, .turnedAway(.cancelled)) }
                idle += place.idle
                place.waiters = []
                place.idle = []
                place.isInLine = false
                if place.sends > 0 { state.places[origin] = place }
            }
            return (answers, idle)
        }
        Self.tell(answers)
        for connection in idle { connection.close() }
    }

    private func enter(_ waiter: Waiter, at origin: Target.Origin, _ state: inout State) -> [Answer] {
        guard !state.isClosed, state.cancelledEarly.remove(waiter.number) == nil else {
            return [(waiter.continuation, .turnedAway(.cancelled))]
        }
        guard state.places[origin, default: Place()].waiters.count < limits.waitingPerOrigin else {
            return [(waiter.continuation, .turnedAway(.crowded))]
        }
        state.places[origin, default: Place()].waiters.append(waiter)
        return grantTurns(freedAt: origin, &state)
    }

    private func cancel(_ number: UInt64, at origin: Target.Origin, _ state: inout State) -> [Answer] {
        guard let index = state.places[origin]?.waiters.firstIndex(where: { $0.number == number }),
            let waiter = state.places[origin]?.waiters.remove(at: index)
        else {
            // It has not begun to wait yet, or has been answered; the taker clears this in both cases.
            state.cancelledEarly.insert(number)
            return []
        }
        return [(waiter.continuation, .turnedAway(.cancelled))]
    }

    /// Puts the origin in line if it can send, then lets as many send as there are places.
    private func grantTurns(freedAt origin: Target.Origin, _ state: inout State) -> [Answer] {
        standInLine(origin, &state)
        var answers: [Answer] = []
        while state.sends < limits.sends, let next = state.line.popFirst() {
            state.places[next]?.isInLine = false
            guard let waiter = state.places[next]?.waiters.popFirst() else { continue }
            state.sends += 1
            state.places[next]?.sends += 1
            let connection = state.places[next]?.idle.popLast()
            if connection != nil { state.idle -= 1 }
            answers.append((waiter.continuation, .granted(connection)))
            standInLine(next, &state)
        }
        removeIfEmpty(origin, &state)
        return answers
    }

    private func standInLine(_ origin: Target.Origin, _ state: inout State) {
        guard let place = state.places[origin], !place.isInLine, !place.waiters.isEmpty,
            place.sends < limits.sendsPerOrigin
        else { return }
        state.places[origin]?.isInLine = true
        state.line.append(origin)
    }

    private func forget(_ connection: Connection, at origin: Target.Origin) {
        state.withLock { state in
            guard let index = state.places[origin]?.idle.firstIndex(of: connection) else { return }
            state.places[origin]?.idle.remove(at: index)
            state.idle -= 1
            removeIfEmpty(origin, &state)
        }
    }

    private func removeIfEmpty(_ origin: Target.Origin, _ state: inout State) {
        guard let place = state.places[origin], place.sends == 0, place.waiters.isEmpty, place.idle.isEmpty,
            !place.isInLine
        else { return }
        state.places[origin] = nil
    }

    /// Outside the lock, since whoever is told may ask for the next turn at once.
    private static func tell(_ answers: [Answer]) {
        for answer in answers { answer.continuation.resume(returning: answer.grant) }
    }
}
