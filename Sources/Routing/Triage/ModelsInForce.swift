import Logging
import Policy
import Postgres
import Synchronization
import Triage

/// The model in force, as a program's lanes see it: the newest trained one, with admins' corrections learned on top.
///
/// The lanes look for a newer model and for corrections as they pass; learning goes on beside them. What is learned
/// depends on the rows alone, so every router comes to the same model.
final class ModelsInForce: Sendable {
    /// What the model with corrections was derived from.
    private struct Lesson: Equatable {
        let version: Int64
        let count: Int64
        let last: Int64
        let weight: Int
    }

    private struct State {
        var version: Int64 = 0
        /// The newest version that was looked at, readable or not.
        var seen: Int64 = 0
        var trained: TriageModel?
        var inForce: NamedModel?
        var lesson: Lesson?
        var learning: Task<Void, Never>?
        var lookedAt: ContinuousClock.Instant?
        var learnedAt: ContinuousClock.Instant?
    }

    private let state = Mutex(State())
    private let logger = Logger(label: "router")
    private let lookEvery: Duration
    private let learnEvery: Duration

    /// Looks for a newer model and for newer corrections that often at most.
    init(lookEvery: Duration = .seconds(2), learnEvery: Duration = .seconds(20)) {
        self.lookEvery = lookEvery
        self.learnEvery = learnEvery
    }

    /// The model in force; the built-in one until another was read.
    func current() throws(TriageFailure) -> NamedModel {
        try state.withLock { state throws(TriageFailure) in
            if let model = state.inForce { return model }
            let builtIn = try DefaultModel.load()
            let named = NamedModel(builtIn, version: 0)
            state.trained = builtIn
            state.inForce = named
            return named
        }
    }

    /// Takes up a newer model, and has newer corrections learned.
    func reread(on session: PostgresSession, by rule: CorrectionRule) async throws {
        _ = try current()
        let now = ContinuousClock.now
        if isDue(\.lookedAt, every: lookEvery, now) { try await readModel(on: session) }
        if isDue(\.learnedAt, every: learnEvery, now) { try await readCorrections(on: session, by: rule) }
    }

    /// Waits for what is being learned.
    func settle() async {
        await state.withLock { $0.learning }?.value
    }

    /// Whether it is time, in which case the caller is the one to do it.
    private func isDue(
        _ last: any WritableKeyPath<State, ContinuousClock.Instant?> & Sendable,
        every period: Duration,
        _ now: ContinuousClock.Instant
    ) -> Bool {
        state.withLock { state in
            if let at = state[keyPath: last], now - at < period { return false }
            state[keyPath: last] = now
            return true
        }
    }

    private func readModel(on session: PostgresSession) async throws {
        let seen = state.withLock { $0.seen }
        guard let row = try await session.query(SelectModel(known: seen).statement).first else { return }
        let version = row.int(0)
        do throws(TriageFailure) {
            let model = try TriageModel(serialized: row.bytes(1))
            state.withLock { state in
                state.seen = version
                state.version = version
                state.trained = model
                state.inForce = NamedModel(model, version: version)
                state.lesson = nil
                state.learnedAt = nil
            }
            logger.info("The triage's model was taken up", metadata: ["version": "\(version)"])
        } catch {
            state.withLock { $0.seen = version }
            logger.error(
                "The triage's model before was kept, since the newest one cannot be read; train it again",
                metadata: ["version": "\(version)", "fault": "\(error)"]
            )
        }
    }

    private func readCorrections(on session: PostgresSession, by rule: CorrectionRule) async throws {
        let (version, trained, known) = state.withLock { ($0.version, $0.trained, $0.lesson) }
        guard let trained else { return }
        let select = SelectCorrections(window: rule.window)
        var lesson = Lesson(version: version, count: 0, last: 0, weight: rule.weight)
        if rule.learns, let row = try await session.query(select.summary).first {
            lesson = Lesson(version: version, count: row.int(0), last: row.int(1), weight: rule.weight)
        }
        guard lesson != known else { return }
        let corrections =
            lesson.count == 0 ? [] : try await session.query(select.statement).compactMap { Correction($0) }
        learn(corrections, over: trained, lesson)
    }

    /// Derives the model beside the lanes: it takes up to a second, and a lane must go on meanwhile.
    private func learn(_ corrections: [Correction], over trained: TriageModel, _ lesson: Lesson) {
        let before = state.withLock { $0.learning }
        // Unstructured, since no lane may wait for it; one after the other, and the last one to end is the newest.
        let task = Task(priority: .utility) {
            await before?.value
            let model = NamedModel(trained, version: lesson.version, corrections: corrections, weight: lesson.weight)
            self.state.withLock { state in
                if state.version == lesson.version { state.inForce = model }
            }
            self.logger.info("Corrections were learned", metadata: ["model": "\(model.version)"])
        }
        state.withLock { state in
            state.learning = task
            state.lesson = lesson
        }
    }
}
