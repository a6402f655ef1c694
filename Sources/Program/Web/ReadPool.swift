package import Postgres

/// A few read-only sessions of PostgreSQL that requests share.
///
/// Sessions are made when they are needed and kept. A read whose session was lost is tried once more on a new one, which
/// is safe because it changes nothing. The server ends a statement after ten seconds, so that no page can hold a session.
package actor ReadPool {
    /// How many sessions a pool has unless it is told otherwise.
    package static let sessions = 4

    private let url: PostgresURL
    private let name: String
    private let limit: Int
    private let patience: Duration
    private var idle: [PostgresSession] = []
    private var inUse = 0
    private var waiting: [(number: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var nextNumber = 0

    /// A pool of at most `limit` sessions; who waits longer than `patience` for one is told that all are busy.
    package init(_ url: PostgresURL, name: String, limit: Int = sessions, patience: Duration = .seconds(5)) {
        self.url = url
        self.name = name
        self.limit = limit
        self.patience = patience
    }

    /// Runs one statement.
    package func query(_ statement: Statement) async throws(ReadFault) -> Rows {
        guard let rows = try await run([statement]).first else { throw .unavailable("the server did not answer") }
        return rows
    }

    /// Runs statements in one trip and, unless they begin one of their own, in one transaction.
    package func run(_ statements: [Statement]) async throws(ReadFault) -> [Rows] {
        guard await enter() else { throw .busy }
        defer { leave() }
        do throws(PostgresError) {
            return try await attempt(statements)
        } catch {
            guard error.kind == .connectionLost else { throw ReadFault(error) }
        }
        // What was idle before the loss is lost too.
        idle.removeAll()
        do throws(PostgresError) { return try await attempt(statements) } catch { throw ReadFault(error) }
    }

    private func attempt(_ statements: [Statement]) async throws(PostgresError) -> [Rows] {
        let session: PostgresSession
        if let kept = idle.popLast() {
            session = kept
        } else {
            session = try await PostgresSession.connect(
                to: url,
                applicationName: name,
                settings: ["statement_timeout": "10s", "default_transaction_read_only": "on", "jit": "off"],
                connectTimeout: .seconds(3),
                answerTimeout: .seconds(15)
            )
        }
        do throws(PostgresError) {
            let rows = try await session.run(statements)
            await keep(session)
            return rows
        } catch {
            await keep(session)
            throw error
        }
    }

    /// Keeps a session that can be used again; one inside a transaction is ended, which rolls it back.
    private func keep(_ session: PostgresSession) async {
        guard await session.isOpen else { return }
        guard await session.transactionStatus == .idle else { return await session.close() }
        idle.append(session)
    }

    /// Waits for a turn; false when there was none in time.
    private func enter() async -> Bool {
        guard inUse >= limit else {
            inUse += 1
            return true
        }
        nextNumber += 1
        let number = nextNumber
        let patience = patience
        // The waiting itself cannot be cancelled, so a task of its own ends it.
        let timer = Task {
            try await Task.sleep(for: patience)
            self.giveUp(number)
        }
        defer { timer.cancel() }
        return await withCheckedContinuation { waiting.append((number, $0)) }
    }

    /// Hands the turn to who has waited longest.
    private func leave() {
        guard waiting.isEmpty else { return waiting.removeFirst().continuation.resume(returning: true) }
        inUse -= 1
    }

    private func giveUp(_ number: Int) {
        guard let index = waiting.firstIndex(where: { $0.number == number }) else { return }
        waiting.remove(at: index).continuation.resume(returning: false)
    }
}
