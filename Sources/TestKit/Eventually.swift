/// Something that a test waited for and that did not come about in time.
package struct NeverHappened: Error, CustomStringConvertible {
    /// What was waited for, for how long, and the last error on the way.
    package let description: String
}

/// Waits until a condition holds, for at most `limit`.
///
/// The condition is asked again every few milliseconds. An error that it throws counts as "not yet", since servers that
/// restart give errors, and is told if the time runs out.
package func eventually(
    within limit: Duration = .seconds(10),
    _ expectation: String = "the condition",
    asking interval: Duration = .milliseconds(10),
    _ condition: () async throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while true {
        var lastError: (any Error)?
        do {
            if try await condition() { return }
        } catch {
            lastError = error
        }
        guard ContinuousClock.now < deadline else {
            let reason = lastError.map { "; the last attempt failed: \($0)" } ?? ""
            throw NeverHappened(description: "Waited \(limit) in vain for \(expectation)\(reason)")
        }
        try await Task.sleep(for: interval)
    }
}
