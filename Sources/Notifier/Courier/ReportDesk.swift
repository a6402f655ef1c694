import Blocking
import Contract
import Logging
import Pipeline
import Postgres
import Redis
import Synchronization

/// Stores what became of letters as mail of the stage, in batches, whatever happens to the servers meanwhile.
final class ReportDesk: Sendable {
    private struct State {
        var reports: [SendReport] = []
        var waiter: CheckedContinuation<Void, Never>?
        var isClosed = false
    }

    private static let batch = 500
    /// How many times the last reports are tried to be stored before the process ends.
    private static let lastTries = 3

    private let settings: CourierSettings
    private let state = Mutex(State())

    init(_ settings: CourierSettings) { self.settings = settings }

    func add(_ report: SendReport) {
        let waiter = state.withLock { state in
            state.reports.append(report)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Ends the work once all is stored.
    func close() {
        let waiter = state.withLock { state in
            state.isClosed = true
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Stores reports as they come; tells which letters have been reported on.
    func work(_ stored: @Sendable (Set<UUIDv7>) -> Void) async {
        let redis = RedisClient(url: settings.redis, name: "saypro/notifier/courier", logger: settings.logger)
        var session: PostgresSession?
        var backoff = Backoff()
        var tries = 0
        while let reports = await next() {
            do {
                let open = if let session { session } else { try await connect() }
                session = open
                _ = try await open.query(Self.statement(reports))
                backoff.reset()
                state.withLock { $0.reports.removeFirst(reports.count) }
                stored(Set(reports.map(\.letter.id)))
                await poke(redis)
            } catch {
                settings.logger.warning(
                    "What became of letters could not be stored and will be tried again",
                    metadata: ["letters": "\(reports.count)", "error": "\(error)"]
                )
                await session?.close()
                session = nil
                if state.withLock({ $0.isClosed }) {
                    tries += 1
                    // The letters are claimed again when their claims run out.
                    if tries >= Self.lastTries { break }
                }
                try? await Task.sleep(for: backoff.next())
            }
        }
        await session?.close()
        await redis.close()
    }

    /// The reports to store next, when there are some; nil when there are none and none will come.
    private func next() async -> [SendReport]? {
        while true {
            let (reports, isClosed) = state.withLock { (Array($0.reports.prefix(Self.batch)), $0.isClosed) }
            if !reports.isEmpty { return reports }
            if isClosed { return nil }
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.reports.isEmpty, !state.isClosed else { return true }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        }
    }

    private func connect() async throws -> PostgresSession {
        try await PostgresSession.connect(
            to: settings.postgres,
            applicationName: "saypro/notifier/courier",
            settings: ["statement_timeout": "10s"],
            connectTimeout: .seconds(3),
            answerTimeout: .seconds(15)
        )
    }

    /// Wakes the notifier's lanes, which would find their mail within a second anyway.
    private func poke(_ redis: RedisClient) async {
        let key = settings.keys.poke(stage: StageName.notifier.rawValue)
        _ = try? await redis.send(["XADD", key, "MAXLEN", "1", "*", "mail", "1"])
    }

    private static func statement(_ reports: [SendReport]) -> Statement {
        Statement(
            """
            INSERT INTO pipeline.mail_notifier (partition, stage, sender, kind, conversation, fields)
            SELECT partition, 'notifier', partition, $4, recipient, fields
            FROM unnest($1::int[], $2::text[], $3::text[]) WITH ORDINALITY AS n (partition, recipient, fields, place)
            ORDER BY place
            """,
            .int4s(reports.map { Int32($0.letter.partition) }),
            .texts(reports.map(\.recipient.id)),
            .texts(reports.map(\.fields.json)),
            .text(Outbox.Kind.outcome)
        )
    }
}
