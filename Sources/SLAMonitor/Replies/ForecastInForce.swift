import BusinessTime
import Contract
import Policy
import Postgres
import Synchronization

/// The forecast of first replies, read once a minute by whichever lane comes first.
final class ForecastInForce: Sendable {
    private static let interval = Duration.seconds(60)

    private struct State {
        var forecast = ReplyForecast()
        var minimum = ReportPolicy().minimumN
        var nextRead = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// What holds.
    var forecast: ReplyForecast { state.withLock { $0.forecast } }

    /// Takes up the zone and the least number of replies that the reports go by.
    func follow(_ report: ReportPolicy) {
        let clock = LocalClock(zone: report.zone)
        state.withLock { state in
            state.forecast.clock = clock
            state.minimum = report.minimumN
            state.nextRead = .now
        }
    }

    /// Reads the forecast anew when it is time.
    func reread(on session: PostgresSession) async throws {
        let minimum = state.withLock { state -> Int? in
            guard state.nextRead <= .now else { return nil }
            state.nextRead = .now + Self.interval
            return state.minimum
        }
        guard let minimum else { return }
        let rows = try await session.run([
            SelectReplyForecast.trim, SelectReplyForecast(minimum: minimum).statement,
        ])
        state.withLock { state in
            state.forecast = ReplyForecast(rows[1], clock: state.forecast.clock)
        }
    }
}

/// Keeps what the policy calls gaming where the view finds it.
struct PutGamingTerms {
    let rule: GamingRule

    var statement: Statement {
        Statement(
            """
            UPDATE sla.gaming_terms
            SET snooze_before_breach = make_interval(secs => $1::float8), short_reply = $2::int,
                reopened_within = make_interval(secs => $3::float8)
            """,
            .int8(rule.snoozeBeforeBreach.wholeMicroseconds / 1_000_000),
            .int8(Int64(rule.shortReply)),
            .int8(rule.reopenedWithin.wholeMicroseconds / 1_000_000)
        )
    }
}
