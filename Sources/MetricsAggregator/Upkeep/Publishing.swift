import BusinessTime
import Contract
import Figures
import Policy
import Postgres

/// Issues the reports that the policy schedules: once each, and never again.
///
/// What has been issued are the rows of `metrics.reports`, so no timer is needed that could be lost: a report is due as
/// soon as its time has come and there is no row of it.
struct Publishing {
    let store: FigureStore
    /// Before this instant no report was wanted: the policy that schedules it was not in force.
    let since: Instant

    /// How long a report waits for what had happened by its time to be counted; what comes later corrects it.
    private static let longestWait = Duration.seconds(86_400)

    /// Issues what is due; `now` is the server's time.
    func issueDue(on session: PostgresSession) async throws {
        guard try await isOfItsZone(on: session) else { return }
        let now = store.now()
        for (name, schedule) in store.document.report.schedules.sorted(by: { $0.key < $1.key }) {
            let kind = ReportPeriod.Kind(schedule.report)
            // By the time that its report is due, a later period may be over too.
            var period = ReportPeriod(lastScheduled: kind, at: now, in: store.reportZone)
            while self.due(period, schedule) > now { period = period.previous }
            let due = due(period, schedule)
            guard due >= since else { continue }
            if now < due + Self.longestWait, try await isUncounted(before: due, on: session) { continue }
            try await issue(period, on: session)
            try await Addressing(
                period: period,
                schedule: name.rawValue,
                format: schedule.format.rawValue,
                recipients: schedule.to
            ).tell(on: session)
        }
    }

    /// Whether the figures are those of the report's zone, which are counted anew when the policy names another one.
    private func isOfItsZone(on session: PostgresSession) async throws -> Bool {
        try await session.query(
            Statement(
                "SELECT NOT EXISTS (SELECT FROM metrics.calendar WHERE zone <> $1)",
                .text(store.reportZone.name)
            )
        )[0].bool(0)
    }

    /// Whether a stage has not handled yet what was in the log by then, as after a rest of the aggregator's.
    private func isUncounted(before instant: Instant, on session: PostgresSession) async throws -> Bool {
        try await session.query(
            Statement(
                """
                SELECT EXISTS (
                    SELECT FROM pipeline.positions AS p
                    CROSS JOIN LATERAL (
                        SELECT at FROM pipeline.events AS e
                        WHERE e.topic = p.topic AND e.partition = p.partition AND e.seq > p.seq
                        ORDER BY e.seq LIMIT 1
                    ) AS e
                    WHERE e.at < $1
                )
                """,
                .timestamp(instant.microseconds)
            )
        ).first?.bool(0) ?? false
    }

    /// Issues the report about a period unless it has been.
    func issue(_ period: ReportPeriod, on session: PostgresSession) async throws {
        let known = try await session.query(
            Statement(
                "SELECT FROM metrics.reports WHERE kind = $1 AND period = $2",
                .text(period.kind.rawValue),
                .text(period.description)
            )
        )
        guard known.isEmpty else { return }
        let report = try await store.freshReport(period, FigureFilter())
        guard report.figures.contains(where: { $0.id.hasPrefix("messages.") && $0.n > 0 }) else { return }
        _ = try await session.query(
            Statement(
                """
                INSERT INTO metrics.reports (kind, period, policy_version, content) VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING
                """,
                .text(period.kind.rawValue),
                .text(period.description),
                .int8(store.version),
                .text(report.json)
            )
        )
    }

    /// When it goes out: at its time of a day after the last one of the period, which is not over before.
    private func due(_ period: ReportPeriod, _ schedule: ReportSchedule) -> Instant {
        let day = store.reportZone.start(of: LocalDate(day: period.end.day - 1 + max(1, schedule.daysAfter)))
        return day + .seconds(schedule.at.minutes * 60)
    }
}

extension ReportPeriod.Kind {
    /// The kind of period that a report of the policy is about.
    init(_ report: ReportSchedule.Report) {
        switch report {
        case .weekly: self = .weekly
        case .biweekly: self = .biweekly
        case .monthly: self = .monthly
        case .quarterly: self = .quarterly
        }
    }
}
