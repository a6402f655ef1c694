import Synchronization

/// The bits of a UUIDv7 that tell identifiers of one millisecond apart.
///
/// A counter keeps the order within a millisecond; the rest comes from a generator that the system's own source seeds
/// once, since a system call for each event would cost more than the identifier. They are unique, not secret.
enum UniqueBits {
    private struct State {
        var millisecond: UInt64 = 0
        var order: UInt16 = 0
        var random: UInt64
    }

    private static let state = Mutex(State(random: SystemRandomNumberGenerator().first()))

    /// The next twelve ordering bits and sixty-four random ones for an identifier of that millisecond.
    ///
    /// The order wraps after 4096 identifiers of one millisecond; the random bits keep them distinct even then.
    static func next(at millisecond: UInt64) -> (order: UInt16, random: UInt64) {
        state.withLock { state in
            if state.millisecond == millisecond {
                state.order = (state.order &+ 1) & 0x0FFF
            } else {
                state.millisecond = millisecond
                state.order = 0
            }
            state.random &+= 0x9E37_79B9_7F4A_7C15
            return (state.order, scrambled(state.random))
        }
    }

    /// SplitMix64's output step.
    private static func scrambled(_ seed: UInt64) -> UInt64 {
        let first = (seed ^ seed >> 30) &* 0xBF58_476D_1CE4_E5B9
        let second = (first ^ first >> 27) &* 0x94D0_49BB_1331_11EB
        return second ^ second >> 31
    }
}

extension SystemRandomNumberGenerator {
    fileprivate func first() -> UInt64 {
        var generator = self
        return generator.next()
    }
}
