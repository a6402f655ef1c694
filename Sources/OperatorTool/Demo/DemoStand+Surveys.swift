import Contract
import Demo
import Foundation
import Pipeline
import Postgres
import Redis

extension DemoStand {
    /// Answers the surveys that are sent, as they come, until no more will.
    ///
    /// Their tokens stand in the topic's streams alone. A survey of the past is held until its conversation has been quiet
    /// for a minute, and is sent then as of its own time.
    func answerSurveys(_ outcome: inout Outcome, console: Console) async throws {
        guard try await surveyRuns() else {
            outcome.surveys = .notRunning
            return
        }
        outcome.surveys = .answered
        let streams = (0..<partitioning.count).map { connections.keys.topic(.surveys, $0) }
        var follower = try await StreamFollower.follow(streams, fromStart: true, on: redis)
        var progress = ProgressReport(console: console)
        let clock = ContinuousClock()
        let end = clock.now + timeout
        var answers: [DemoEntry] = []
        var isOver = false
        while !isOver {
            // Asked before reading: what was sent until then is read now.
            isOver = try await allAreSent() || clock.now > end
            while true {
                let entries = try await follower.read(on: redis, waiting: isOver ? .zero : .milliseconds(500))
                let sent = entries.compactMap(SentSurvey.init)
                for survey in sent {
                    guard let quarter = quarters.first(where: { survey.conversation.hasPrefix("\($0.prefix)-") }) else {
                        continue
                    }
                    outcome.sent += 1
                    if let answer = quarter.answer(to: survey) { answers.append(answer) }
                }
                if entries.isEmpty { break }
            }
            progress.show(share: 0, rows: outcome.sent, remark: "surveys sent; history is settling")
            if !isOver { try await Task.sleep(for: .milliseconds(500)) }
        }
        progress.finish()
        answers.sort { $0.time < $1.time }
        let counts = try await importing(answers, as: "answers", console: console)
        outcome.answered = counts.accepted + counts.duplicate
        try await waitForStages(console: console)
    }

    /// Whether a process of the program survey owns a partition.
    private func surveyRuns() async throws -> Bool {
        let owned = "SELECT FROM api.lag WHERE stage = 'survey' AND owner IS NOT NULL LIMIT 1"
        return try await !session.query(Statement(owned)).isEmpty
    }

    /// Whether no survey of the demonstration waits to be sent any more, or to be reminded of or to expire in the past.
    private func allAreSent() async throws -> Bool {
        let waiting = Statement(
            """
            SELECT count(*) FROM pipeline.timers
            WHERE stage = 'survey' AND due < now() + interval '70 seconds'
              AND EXISTS (SELECT FROM unnest($1::text[]) AS p (prefix) WHERE starts_with(conversation, p.prefix))
            """,
            .texts(quarters.map { "\($0.prefix)-" })
        )
        return try await session.query(waiting).first?.int(0) == 0
    }
}

extension SentSurvey {
    /// A survey as its topic tells of it; nil for other events.
    init?(_ entry: StreamEntry) {
        guard entry.value("type") == "survey.sent", let sentAt = Instant(rfc3339: entry.value("time")) else { return nil }
        self.init(
            conversation: entry.value("conversation"),
            cycle: Int(entry.value("cycle")) ?? 1,
            token: entry.value("token"),
            sentAt: sentAt,
            scale: Int(entry.value("scale")) ?? 5,
            admin: entry.value("admin"),
            language: entry.value("language"),
            category: entry.value("category")
        )
    }
}
