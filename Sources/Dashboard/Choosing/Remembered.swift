/// A value that is read again only when it has become old.
actor Remembered<Value: Sendable> {
    private let lifetime: Duration
    private var known: (value: Value, at: ContinuousClock.Instant)?

    init(for lifetime: Duration) {
        self.lifetime = lifetime
    }

    /// The value, read if it is not known or too old.
    func value(_ read: @Sendable () async throws -> Value) async throws -> Value {
        if let known, known.at + lifetime > .now { return known.value }
        let value = try await read()
        known = (value, .now)
        return value
    }
}
