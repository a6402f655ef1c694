import Contract
import Foundation
import Postgres

/// How long first replies took: counted by day, category, channel, hour of the week and steps of ten per cent.
enum ReplyTimes {
    /// One reply.
    struct Sample: Sendable, Equatable {
        let partition: Int
        let day: Int
        let category: String
        let channel: String
        let hour: Int
        let step: Int

        /// The reply that stopped a first-response clock; nil for other events.
        init?(_ event: Event) {
            guard event.type == "clock.met", event["metric"] == "first_response",
                let started = event["started_at"].flatMap({ Instant(rfc3339: $0) }),
                let seconds = event["elapsed"].flatMap({ Double($0) })
            else { return nil }
            partition = event.partition
            day = Int(event.time.microseconds / 86_400_000_000)
            category = event["category"] ?? ""
            channel = event["channel"] ?? ""
            hour = hourOfWeek(started)
            step = ReplyTimes.step(of: seconds)
        }
    }

    /// The hour of the week in UTC, 0 from Monday 00:00.
    static func hourOfWeek(_ instant: Instant) -> Int {
        // 1970-01-01 was a Thursday.
        let hour = Int((Double(instant.microseconds) / 3_600_000_000).rounded(.down)) + 72
        return ((hour % 168) + 168) % 168
    }

    /// The step of a duration: each is ten per cent longer than the one before, from a second on.
    static func step(of seconds: Double) -> Int {
        seconds <= 1 ? 0 : min(400, Int((log(seconds) / log(1.1)).rounded(.up)))
    }

    /// The longest duration of a step.
    static func duration(ofStep step: Int) -> Duration { .seconds(pow(1.1, Double(step))) }

    static func add(_ samples: [Sample]) -> Statement {
        Statement(
            """
            INSERT INTO notifier.reply_times (partition, day, category, channel, hour, step, n)
            SELECT partition, day, category, channel, hour, step, count(*)
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::int[]) AS day, unnest($3::text[]) AS category,
                    unnest($4::text[]) AS channel, unnest($5::int[]) AS hour, unnest($6::int[]) AS step
            ) AS n
            GROUP BY 1, 2, 3, 4, 5, 6
            ON CONFLICT (partition, day, category, channel, hour, step) DO UPDATE SET n = reply_times.n + EXCLUDED.n
            """,
            .int4s(samples.map { Int32($0.partition) }),
            .int4s(samples.map { Int32(clamping: $0.day) }),
            .texts(samples.map(\.category)),
            .texts(samples.map(\.channel)),
            .int4s(samples.map { Int32($0.hour) }),
            .int4s(samples.map { Int32($0.step) })
        )
    }

    /// Reads how long replies took since a day, all partitions together.
    static func read(since day: Int) -> Statement {
        Statement(
            """
            SELECT t.category, t.channel, t.hour, t.step, sum(t.n)::bigint
            FROM pipeline.settings AS s, generate_series(0, s.partitions - 1) AS p (partition), notifier.reply_times AS t
            WHERE t.partition = p.partition AND t.day >= $1
            GROUP BY 1, 2, 3, 4
            """,
            .int4(Int32(clamping: day))
        )
    }
}
