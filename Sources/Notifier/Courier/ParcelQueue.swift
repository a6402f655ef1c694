import DequeModule
import Synchronization

/// What waits to be sent, in the order in which it came; several workers take from it.
final class ParcelQueue: Sendable {
    /// A parcel, and until when its sending may begin: later, somebody else may have claimed it.
    struct Item: Sendable {
        let parcel: Parcel
        let deadline: ContinuousClock.Instant
    }

    private struct State {
        var items: Deque<Item> = []
        var waiters: [CheckedContinuation<Item?, Never>] = []
        var isClosed = false
    }

    private let state = Mutex(State())

    /// How many wait.
    var count: Int { state.withLock { $0.items.count } }

    /// Adds a parcel; answers whether it will be taken.
    func add(_ item: Item) -> Bool {
        let (isTaken, waiter) = state.withLock { state -> (Bool, CheckedContinuation<Item?, Never>?) in
            guard !state.isClosed else { return (false, nil) }
            if let waiter = state.waiters.popLast() { return (true, waiter) }
            state.items.append(item)
            return (true, nil)
        }
        waiter?.resume(returning: item)
        return isTaken
    }

    /// The next parcel, when there is one; nil once the queue is closed.
    func next() async -> Item? {
        await withCheckedContinuation { continuation in
            let answer = state.withLock { state -> Item?? in
                if let item = state.items.popFirst() { return .some(item) }
                if state.isClosed { return .some(nil) }
                state.waiters.append(continuation)
                return nil
            }
            if let answer { continuation.resume(returning: answer) }
        }
    }

    /// Takes nothing more, lets the workers end, and answers what was not begun.
    func close() -> [Item] {
        let (left, waiters) = state.withLock { state in
            state.isClosed = true
            let left = Array(state.items)
            let waiters = state.waiters
            state.items = []
            state.waiters = []
            return (left, waiters)
        }
        for waiter in waiters { waiter.resume(returning: nil) }
        return left
    }
}
