internal import Glibc

/// Waits until one of several sockets can be read, or the deadline has come; answers those that can.
func readable(among descriptors: [Int32], until deadline: ContinuousClock.Instant) -> Set<Int32> {
    var polls = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    while true {
        let remaining = ContinuousClock.now.duration(to: deadline)
        let milliseconds =
            remaining > .zero ? Int32(min((remaining + .nanoseconds(999_999)) / .milliseconds(1), 86_400_000)) : 0
        // Safe because the array outlives the call, and its count is given.
        let found = unsafe polls.withUnsafeMutableBufferPointer {
            unsafe Glibc.poll($0.baseAddress, nfds_t($0.count), milliseconds)
        }
        if found > 0 { return Set(polls.filter { $0.revents != 0 }.map(\.fd)) }
        if found < 0, errno == EINTR { continue }
        if found < 0 || remaining <= .zero { return [] }
    }
}
