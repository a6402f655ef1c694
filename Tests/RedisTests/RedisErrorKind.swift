import Redis

/// The kind of the Redis error that `body` throws, nil if it throws none.
func kindOfError(_ body: () async throws -> Void) async throws -> RedisError.Kind? {
    do {
        try await body()
        return nil
    } catch let error as RedisError {
        return error.kind
    }
}
