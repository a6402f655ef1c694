import Contract
import Pipeline
import Policy
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Notifier

/// A notifier on a database of its own: batches are handled in real transactions; letters, timers and time by hand.
final class DatabaseNotifier: Sendable {
    private struct State {
        var now: Instant
        var timers: [String: (partition: Int, timer: DueTimer)] = [:]
        var letters: [OutgoingLetter] = []
        var events: [Draft] = []
    }

    let sender: RecordingSender
    let url: PostgresURL
    let session: PostgresSession
    let partitioning = Partitioning(count: 4)
    let memory = NotifierMemory()
    private let stage: NotifierStage
    private let state: Mutex<State>

    private init(_ url: PostgresURL, session: PostgresSession, sender: RecordingSender, now: Instant) {
        self.url = url
        self.session = session
        self.sender = sender
        stage = NotifierStage(sender: sender, memory: memory, claim: .seconds(60), chance: { 0.5 })
        state = Mutex(State(now: now))
    }

    /// Opens one at 2026-03-02 10:00 UTC, a Monday, with the default policy changed by `changes`.
    static func open(
        means: Means = Means(mail: true, webhooks: true),
        at time: String = "2026-03-02T10:00:00Z",
        policy changes: [(String, String)] = [],
        script: String? = nil
    ) async throws -> DatabaseNotifier {
        let url = try await SharedServers.postgres.freshDatabase(template: .notifier)
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "notifier-test",
            connectTimeout: .seconds(10)
        )
        if !changes.isEmpty { try await apply(changes, on: session) }
        if let script { try await session.execute(script: script) }
        let now = try #require(Instant(rfc3339: time))
        let notifier = DatabaseNotifier(url, session: session, sender: RecordingSender(means: means), now: now)
        try await notifier.stage.refresh(on: session)
        return notifier
    }

    /// Applies the default policy with those changes, as the next version.
    func apply(policy changes: [(String, String)]) async throws {
        try await Self.apply(changes, on: session)
        try await stage.refresh(on: session)
    }

    private static func apply(_ changes: [(String, String)], on session: PostgresSession) async throws {
        var yaml = DefaultPolicy.yaml
        for (old, new) in changes {
            #expect(yaml.contains(old), "the default policy has no \(old)")
            yaml = yaml.replacing(old, with: new)
        }
        yaml = yaml.replacing("  folder: knowledge\n", with: "")
        _ = try await session.query(
            Statement(
                """
                INSERT INTO policy.versions (version, yaml, digest)
                SELECT coalesce(max(version), 0) + 1, $1, '' FROM policy.versions
                """,
                .text(yaml)
            )
        )
    }

    func close() async { await session.close() }

    var now: Instant { state.withLock { $0.now } }

    /// The events that were committed, in order.
    var events: [Draft] { state.withLock { $0.events } }

    /// Handles events in one batch, then the letters that follow from it.
    func tell(_ events: Event...) async throws { try await tell(events) }

    func tell(_ events: [Event]) async throws {
        // What is told later is later, also in the ledger.
        state.withLock { $0.now = $0.now + .milliseconds(1) }
        try await handle(
            events.map { Input(partition: $0.partition, content: .event($0), conversation: "c-1") }
        )
    }

    /// An event of now.
    func event(_ type: String, _ fields: Fields, topic: Topic = .cases, case id: String? = "k-1") -> Event {
        Events.event(type, fields, topic: topic, at: now, case: id)
    }

    /// Puts a user into the directory.
    func user(_ id: String, _ fields: Fields = [:]) async throws { try await tell(entry(id, fields)) }

    /// The directory's entry of a user.
    func entry(_ id: String, _ fields: Fields) -> Event {
        var all: Fields = ["user": id, "actor": "service:web"]
        for field in fields { all.set(field.name, to: field.value) }
        return Events.event("user.changed", all, partition: partitioning.partition(of: id), at: now, case: nil)
    }

    /// Puts an admin into the directory.
    func admin(_ id: String, _ fields: Fields = [:]) async throws {
        var all: Fields = ["admin": id, "actor": "service:console"]
        for field in fields { all.set(field.name, to: field.value) }
        let partition = partitioning.partition(of: id)
        try await tell(Events.event("admin.changed", all, partition: partition, at: now, case: nil))
    }

    /// Takes a user out, as the pipeline does in each partition with its conversations when the erasure is told.
    func erase(_ user: String, as pseudonym: String, conversations: [String: String] = [:]) async throws {
        for partition in 0..<partitioning.count {
            let own = conversations.filter { partitioning.partition(of: $0.key) == partition }
            let erasure = Erasure(id: "e-1", person: user, pseudonym: pseudonym, conversations: own)
            _ = try await session.run(stage.statements(for: erasure, in: partition))
        }
    }

    /// Says what became of a parcel.
    func report(_ parcel: Parcel, _ verdict: SendReport.Verdict, _ cause: String = "", dead: Bool = false) async throws
    {
        sender.release(parcel.letter.id)
        let report = SendReport(parcel, verdict, cause: cause, at: now, isAddressDead: dead)
        try await receive(Outbox.Kind.outcome, at: parcel.letter.partition, report.fields)
    }

    /// Hands in a letter.
    func receive(_ kind: String, at partition: Int, _ fields: Fields) async throws {
        let letter = Pipeline.Letter(from: 0, kind: kind, conversation: "", fields: fields)
        try await handle([Input(partition: partition, content: .letter(letter), conversation: "")])
    }

    /// Lets time pass in which no notifier runs.
    func rest(_ duration: Duration) { state.withLock { $0.now = $0.now + duration } }

    /// Lets time pass: timers are handled as they come due.
    func pass(_ duration: Duration) async throws {
        let end = now + duration
        while let (key, due) = state.withLock({ state in
            state.timers.filter { $0.value.timer.due <= end }.min { $0.value.timer.due < $1.value.timer.due }
        }) {
            state.withLock { state in
                state.timers[key] = nil
                state.now = max(state.now, due.timer.due)
            }
            let input = Input(
                partition: due.partition,
                content: .timer(due.timer),
                conversation: due.timer.conversation
            )
            try await handle([input])
        }
        state.withLock { $0.now = end }
    }

    /// The ledger outside the application, a line for each entry: kind, channel, state, reason or cause.
    func ledger(_ condition: String = "channel <> 'in_app'") async throws -> [String] {
        try await session.query(
            Statement(
                """
                SELECT concat_ws(' ', type, recipient, channel, state, CASE state WHEN 'failed' THEN cause
                                 WHEN 'suppressed' THEN reason END, held)
                FROM api.notifications WHERE \(condition) ORDER BY queued_at, type, recipient, channel
                """
            )
        ).map { $0.text(0) }
    }

    func count(_ sql: String) async throws -> Int64 {
        try await session.query(Statement(sql)).first?.int(0) ?? 0
    }

    private func handle(_ inputs: [Input]) async throws {
        try await commit(inputs)
        while case let letters = state.withLock({ state in
            defer { state.letters = [] }
            return state.letters
        }), !letters.isEmpty {
            // As a lane reads its mail: two hundred at a time.
            for start in stride(from: 0, to: letters.count, by: 200) {
                try await commit(
                    letters[start..<min(start + 200, letters.count)].map { letter in
                        let content = Input.Content.letter(letter.letter)
                        return Input(partition: letter.to, content: content, conversation: letter.letter.conversation)
                    }
                )
            }
        }
    }

    private func commit(_ inputs: [Input]) async throws {
        let transaction = Transaction(session: session, now: now, partitioning: partitioning)
        do {
            let outcome = try await stage.handle(inputs, in: transaction)
            try await transaction.commit(outcome.statements)
            state.withLock { state in
                state.events += outcome.events
                state.letters += outcome.letters
                for change in outcome.timers { Self.keep(change, &state) }
            }
            for act in outcome.onCommit { act() }
        } catch {
            _ = try? await session.query(Statement("ROLLBACK"))
            throw error
        }
    }

    private static func keep(_ change: TimerChange, _ state: inout State) {
        switch change {
        case .set(let partition, let key, let due, let conversation, let fields):
            let timer = DueTimer(key: key, due: due, conversation: conversation, fields: fields)
            state.timers["\(partition)/\(key)"] = (partition, timer)
        case .cancel(let partition, let key): state.timers["\(partition)/\(key)"] = nil
        }
    }
}

extension DatabaseTemplate {
    /// The schemas that the notifier needs.
    static let notifier = DatabaseTemplate(name: "notifier") { url in
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "notifier-test",
            connectTimeout: .seconds(10)
        )
        for migration in PipelineMigrations.all + NotifierMigrations.all {
            try await session.execute(script: migration.sql)
        }
        _ = try await session.query(Statement("INSERT INTO pipeline.settings (partitions) VALUES (4)"))
        await session.close()
    }
}
