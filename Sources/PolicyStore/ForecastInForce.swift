import BusinessTime
package import Clocks
package import Policy
package import Postgres
import Synchronization

/// The forecast of first replies as a program's lanes see it, read once a minute by whichever lane comes first.
package final class ForecastInForce: Sendable {
    private static let interval = Duration.seconds(60)

    private struct State {
        var forecast = ReplyForecast()
        var nextRead = ContinuousClock.now
    }

    private let state = Mutex(State())

    /// A forecast of nothing, until it is read.
    package init() {}

    /// What holds.
    package var forecast: ReplyForecast { state.withLock { $0.forecast } }

    /// Takes up the zone in which the hours of the week are told.
    package func follow(_ report: ReportPolicy) {
        let clock = LocalClock(zone: report.zone)
        state.withLock { state in
            state.forecast.clock = clock
            state.nextRead = .now
        }
    }

    /// Reads the forecast anew when it is time; returns whether it was.
    ///
    /// Nothing is known where the sla-monitor's schema is not there yet.
    package func reread(on session: PostgresSession) async throws -> Bool {
        let isDue = state.withLock { state in
            guard state.nextRead <= .now else { return false }
            state.nextRead = .now + Self.interval
            return true
        }
        guard isDue else { return false }
        var cells: [ReplyForecast.Cell: ReplyForecast.Usual] = [:]
        if try await session.query(Self.isReadable).first?.bool(0) == true {
            for row in try await session.query(Self.cells) {
                let cell = ReplyForecast.Cell(
                    category: row.textOrNull(0),
                    channel: row.textOrNull(1),
                    hour: row.isNull(2) ? nil : Int(row.int(2))
                )
                cells[cell] = ReplyForecast.Usual(time: .seconds(row.double(3)), count: Int(row.int(4)))
            }
        }
        let read = cells
        state.withLock { $0.forecast.cells = read }
        return true
    }

    private static let isReadable = Statement(
        """
        SELECT coalesce(bool_or(has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')), false)
        FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
        WHERE n.nspname = 'api' AND c.relname = 'reply_forecast'
        """
    )

    private static let cells = Statement("SELECT category, channel, hour, seconds, n FROM api.reply_forecast")
}
