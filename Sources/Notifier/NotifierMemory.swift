import Contract
import Policy
import Postgres
import Synchronization

/// What a process keeps of what all its lanes read: the policy's rules, and how long replies take lately.
final class NotifierMemory: Sendable {
    private struct State {
        var rules: NoticeRules?
        var expected = ExpectedReplies()
        var hasCases = false
        var nextReading = ContinuousClock.now
    }

    /// How often the reply times are read anew.
    private static let interval = Duration.seconds(60)

    private let state = Mutex(State())

    var rules: NoticeRules? { state.withLock { $0.rules } }
    var expected: ExpectedReplies { state.withLock { $0.expected } }
    /// Whether the router's view of cases is there to be listed from.
    var hasCases: Bool { state.withLock { $0.hasCases } }

    func take(_ document: Policy.Document) {
        let rules = NoticeRules(document)
        state.withLock { $0.rules = rules }
    }

    func refresh(on session: PostgresSession) async throws {
        let now = ContinuousClock.now
        let isDue = state.withLock { state in
            guard state.nextReading <= now else { return false }
            state.nextReading = now + Self.interval
            return true
        }
        guard isDue, let rules else { return }
        let window = rules.notices.expectedReply.window
        let day = Int((Instant.now() - window).microseconds / 86_400_000_000)
        let rows = try await session.run([
            ReplyTimes.read(since: day),
            Statement("SELECT coalesce(has_table_privilege(to_regclass('api.cases'), 'SELECT'), false)"),
        ])
        let expected = ExpectedReplies(rows[0])
        let hasCases = rows[1].first?.bool(0) ?? false
        state.withLock { state in
            state.expected = expected
            state.hasCases = hasCases
        }
    }
}
