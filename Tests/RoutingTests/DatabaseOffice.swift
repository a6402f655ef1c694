import Contract
import Pipeline
import Postgres
import Synchronization
import TestKit

@testable import Routing

/// An office on a database of its own: batches are handled in real transactions, letters are carried by hand.
final class DatabaseOffice: Sendable {
    let url: PostgresURL
    let partitioning: Partitioning
    private let stage: RouterStage
    /// Letters that have been written and not been delivered, by partition.
    private let mail = Mutex<[Input]>([])
    /// Timers that are set, by partition and key.
    private let timers = Mutex<[TimerPlace: DueTimer]>([:])

    private init(url: PostgresURL, partitioning: Partitioning, stage: RouterStage) {
        self.url = url
        self.partitioning = partitioning
        self.stage = stage
    }

    static func open(
        partitions: Int = 4,
        rules: RoutingRules = RoutingRules(),
        triage: CaseTriage? = nil,
        answers: AutomaticAnswers? = nil
    ) async throws -> DatabaseOffice {
        let url = try await SharedServers.postgres.freshDatabase(template: .office)
        return DatabaseOffice(
            url: url,
            partitioning: Partitioning(count: partitions),
            stage: RouterStage(rules: rules, triage: triage, answers: answers)
        )
    }

    func session() async throws -> PostgresSession {
        try await PostgresSession.connect(to: url, applicationName: "router-test", connectTimeout: .seconds(10))
    }

    /// Handles one batch in a transaction as a lane does; returns its events and puts its letters into the mail.
    @discardableResult
    func handle(
        _ inputs: [Input],
        at now: Instant = .now(),
        on session: PostgresSession
    ) async throws -> [Draft] {
        let transaction = Transaction(session: session, now: now, partitioning: partitioning)
        do {
            let outcome = try await stage.handle(inputs, in: transaction)
            try await transaction.commit(outcome.statements)
            mail.withLock { mail in
                mail += outcome.letters.map {
                    Input(partition: $0.to, content: .letter($0.letter), conversation: $0.letter.conversation)
                }
            }
            keep(outcome.timers)
            return outcome.events
        } catch {
            _ = try await session.query(Statement("ROLLBACK"))
            throw error
        }
    }

    private func keep(_ changes: [TimerChange]) {
        timers.withLock { timers in
            for change in changes {
                switch change {
                case .set(let partition, let key, let due, let conversation, let fields):
                    timers[TimerPlace(partition: partition, key: key)] = DueTimer(
                        key: key,
                        due: due,
                        conversation: conversation,
                        fields: fields
                    )
                case .cancel(let partition, let key): timers[TimerPlace(partition: partition, key: key)] = nil
                }
            }
        }
    }

    /// Takes out the timers of a partition that are due, the earliest first.
    func timers(for partition: Int, dueAt now: Instant) -> [Input] {
        timers.withLock { timers in
            let due = timers.filter { $0.key.partition == partition && $0.value.due <= now }
            for place in due.keys { timers[place] = nil }
            return due.values.sorted { $0.due < $1.due }.map {
                Input(partition: partition, content: .timer($0), conversation: $0.conversation)
            }
        }
    }

    /// Takes the letters of a partition out of the mail.
    func letters(for partition: Int) -> [Input] {
        mail.withLock { mail in
            let own = mail.filter { $0.partition == partition }
            mail.removeAll { $0.partition == partition }
            return own
        }
    }

    /// Whether letters wait for a partition.
    func hasLetters(for partition: Int) -> Bool {
        mail.withLock { $0.contains { $0.partition == partition } }
    }

    /// Handles batches and all letters that follow from them.
    @discardableResult
    func decide(_ inputs: [Input], on session: PostgresSession) async throws -> [Draft] {
        var events = try await handle(inputs, on: session)
        while case let waiting = mail.withLock({ $0 }), let partition = waiting.first?.partition {
            events += try await handle(letters(for: partition), on: session)
        }
        return events
    }

    /// The first column of a query's rows.
    func texts(_ sql: String, on session: PostgresSession) async throws -> [String?] {
        try await session.query(Statement(sql)).map { $0.textOrNull(0) }
    }

    /// The first column of a query's only row.
    func count(_ sql: String, on session: PostgresSession) async throws -> Int64 {
        try await session.query(Statement(sql)).first?.int(0) ?? -1
    }
}

extension DatabaseTemplate {
    /// The schemas that the router needs.
    static let office = DatabaseTemplate(name: "router") { url in
        let session = try await PostgresSession.connect(
            to: url,
            applicationName: "router-test",
            connectTimeout: .seconds(10)
        )
        for migration in PipelineMigrations.all + OfficeMigrations.all {
            try await session.execute(script: migration.sql)
        }
        await session.close()
    }
}
