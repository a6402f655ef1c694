package import Contract

/// Whether a promise was kept: the one place where that is decided, on the event that ends a clock and on its timer.
package enum Verdict: Sendable, Hashable {
    /// It may still be kept.
    case open
    case met
    /// It was broken then, whenever that was noticed.
    case breached(Instant)
    /// Nothing was promised any more before it could be broken.
    case cleared

    /// The verdict about a clock that is due then, has ended so, and is known up to an instant.
    ///
    /// What is done at the due instant itself is done in time.
    package init(due: Instant?, ending: Ending?, asOf: Instant) {
        if let ending {
            if let due, due < ending.moment.time {
                self = .breached(due)
            } else {
                self = ending.isDone ? .met : .cleared
            }
        } else if let due, due <= asOf {
            self = .breached(due)
        } else {
            self = .open
        }
    }
}
