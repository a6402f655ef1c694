import BusinessTime
import Contract
import Figures
import Logging
import Pipeline
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
    let patience: Patience
    private let logger = Logger(label: StageName.metricsAggregator.rawValue)

    init(store: FigureStore, since: Instant, patience: Patience = Patience()) {
        self.store = store
        self.since = since
        self.patience = patience
    }

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
            if try await !isIssued(period, on: session) {
                let uncounted = try await uncounted(before: due, on: session)
                if let uncounted, !patience.isExhausted(period, by: uncounted, at: now) { continue }
                if try await issue(period, on: session), uncounted != nil {
                    logger.warning(
                        "A report was issued without all that had happened by its time",
                        metadata: ["kind": "\(kind.rawValue)", "period": "\(period)"]
                    )
                }
            }
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

    /// How far those stages are, in sum, that have not handled yet what was in the log by then; nil where there are none.
    private func uncounted(before instant: Instant, on session: PostgresSession) async throws -> Int64? {
        try await session.query(
            Statement(
                """
                SELECT sum(p.seq)::bigint
                FROM pipeline.positions AS p
                CROSS JOIN LATERAL (
                    SELECT at FROM pipeline.events AS e
                    WHERE e.topic = p.topic AND e.partition = p.partition AND e.seq > p.seq
                    ORDER BY e.seq LIMIT 1
                ) AS e
                WHERE e.at < $1
                """,
                .timestamp(instant.microseconds)
            )
        )[0].intOrNull(0)
    }

    private func isIssued(_ period: ReportPeriod, on session: PostgresSession) async throws -> Bool {
        try await !session.query(
            Statement(
                "SELECT FROM metrics.reports WHERE kind = $1 AND period = $2",
                .text(period.kind.rawValue),
                .text(period.description)
            )
        ).isEmpty
    }

    /// Issues the report about a period unless it has been; answers whether it did so now.
    @discardableResult func issue(_ period: ReportPeriod, on session: PostgresSession) async throws -> Bool {
        let report = try await store.freshReport(period, FigureFilter())
        guard report.figures.contains(where: { $0.id.hasPrefix("messages.") && $0.n > 0 }) else { return false }
        let issued = try await session.query(
            Statement(
                """
                INSERT INTO metrics.reports (kind, period, policy_version, content) VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING RETURNING true
                """,
                .text(period.kind.rawValue),
                .text(period.description),
                .int8(store.version),
                .text(report.json)
            )
        )
        return !issued.isEmpty
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
