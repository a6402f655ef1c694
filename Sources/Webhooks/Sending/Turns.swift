import DequeModule
import Synchronization

/// Whose turn it is to send.
///
/// Those who wait at one origin wait only for it and, when all places are taken, for their origin's turn among the origins; a queue of
/// thousands at one origin stands in nobody else's way.
final class Turns: Sendable {
    /// The answer to one who asks for a turn.
    enum Grant: Sendable {
        /// It is to be given back.
        case granted
        case turnedAway(SendOutcome.Setback)
    }

    private struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Grant, Never>
    }

    private struct Place {
        var sends = 0
        var waiters: Deque<Waiter> = []
        /// Whether it stands in the line of origins.
        var isInLine = false
    }

    private struct State {
        var sends = 0
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

    /// Ends a turn.
    func giveBack(at origin: Target.Origin) {
        let answers = state.withLock { state in
            state.sends -= 1
            state.places[origin]?.sends -= 1
            return grantTurns(freedAt: origin, &state)
        }
        Self.tell(answers)
    }

    /// Turns away all who wait and who come later.
    func close() {
        let answers = state.withLock { state in
            state.isClosed = true
            state.line = []
            var answers: [Answer] = []
            for origin in Array(state.places.keys) {
                guard var place = state.places.removeValue(forKey: origin) else { continue }
                answers += place.waiters.map { ($0.continuation, .turnedAway(.cancelled)) }
                place.waiters = []
                place.isInLine = false
                if place.sends > 0 { state.places[origin] = place }
            }
            return answers
        }
        Self.tell(answers)
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
            answers.append((waiter.continuation, .granted))
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

    private func removeIfEmpty(_ origin: Target.Origin, _ state: inout State) {
        guard let place = state.places[origin], place.sends == 0, place.waiters.isEmpty, !place.isInLine
        else { return }
        state.places[origin] = nil
    }

    /// Outside the lock, since whoever is told may ask for the next turn at once.
    private static func tell(_ answers: [Answer]) {
        for answer in answers { answer.continuation.resume(returning: answer.grant) }
    }
}
