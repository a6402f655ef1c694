/// A value that is read again when it has become old, for which only the first who ask have to wait.
actor Remembered<Value: Sendable> {
    private let lifetime: Duration
    private var known: (value: Value, at: ContinuousClock.Instant)?
    private var reading: Task<Value, any Error>?

    init(for lifetime: Duration) {
        self.lifetime = lifetime
    }

    /// The value; one that is too old is told once more, and read again for those who come after.
    func value(_ read: @escaping @Sendable () async throws -> Value) async throws -> Value {
        if let known, known.at + lifetime > .now { return known.value }
        let reading = reading ?? begin(read)
        guard let known else { return try await reading.value }
        return known.value
    }

    private func begin(_ read: @escaping @Sendable () async throws -> Value) -> Task<Value, any Error> {
        // A task of its own: who is told the old value does not wait for it, and who leaves does not end it for others.
        let task = Task {
            defer { reading = nil }
            let value = try await read()
            known = (value, .now)
            return value
        }
        reading = task
        return task
    }
}
