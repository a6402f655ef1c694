import Postgres
import TestKit

/// Opens a session to the shared server's maintenance database, where no test writes.
func openSession(
    settings: [String: String] = [:],
    answerTimeout: Duration? = nil,
    statementCapacity: Int = 256,
    resultLimit: Int = 256 << 20
) async throws -> PostgresSession {
    try await PostgresSession.connect(
        to: try await SharedServers.postgres.url,
        applicationName: "tests",
        settings: settings,
        connectTimeout: .seconds(10),
        answerTimeout: answerTimeout,
        statementCapacity: statementCapacity,
        resultLimit: resultLimit
    )
}

/// Runs what must be refused and returns the refusal; nil when it was not refused.
func refusal(_ body: () async throws(PostgresError) -> Void) async -> PostgresError? {
    do {
        try await body()
        return nil
    } catch {
        return error
    }
}
