import Contract
import Foundation
import Pipeline
import Policy
import Postgres
import Redis

/// Looks whether each stage has a program that does its work, and whether somebody has paused it.
struct StageExamination {
    /// What is known of a stage.
    struct Facts: Sendable {
        var stage: String
        /// Who paused it, and when, where somebody did.
        var pause: String?
        /// How many of its partitions have a lane.
        var owned: Int
        var partitions: Int
        /// Whether there is something for it to do.
        var hasWork: Bool
        /// Since when the oldest event waits that it has not handled.
        var behind = Duration.zero
    }

    let session: PostgresSession
    let redis: RedisClient
    let keys: Keys

    func findings() async throws -> [Finding] {
        let doors = (try? await Doors(session: session, redis: redis, keys: keys).read()) ?? []
        let waits = doors.contains(where: \.waits)
        var findings: [String: Finding] = [:]
        for row in try await session.query(Self.facts) {
            let stage = row.text(0)
            let pausedAt = row.timestampOrNull(3).map { Instant(microseconds: $0).description } ?? ""
            let facts = Facts(
                stage: stage,
                pause: row.bool(1) ? "by \(row.textOrNull(2) ?? "somebody") at \(pausedAt)" : nil,
                owned: Int(row.int(4)),
                partitions: Int(row.intOrNull(5) ?? 0),
                hasWork: row.bool(6) || stage == StageName.ingest.rawValue && waits,
                behind: .seconds(row.int(7))
            )
            findings[stage] = Self.finding(facts, start: Self.start(stage))
        }
        return StageName.all.compactMap { findings[$0.rawValue] }
    }

    /// Events that were not read yet, letters that were not opened, and timers that are due.
    private static let facts = Statement(
        """
        SELECT s.stage, coalesce(c.paused, false), c.changed_by, c.changed_at, (
            SELECT count(*) FROM pg_locks AS l
            WHERE l.classid = s.lock_class::oid AND l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
              AND l.mode = 'ExclusiveLock'
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
        ), (SELECT partitions FROM pipeline.settings), EXISTS (
            SELECT FROM unnest($1::text[], $2::text[]) AS r (stage, topic)
            JOIN pipeline.heads AS h ON h.topic = r.topic
            LEFT JOIN pipeline.positions AS p
                ON p.stage = r.stage AND p.topic = r.topic AND p.partition = h.partition
            WHERE r.stage = s.stage AND h.seq > coalesce(p.seq, 0)
        ) OR EXISTS (SELECT FROM pipeline.mail AS m WHERE m.stage = s.stage)
          OR EXISTS (SELECT FROM pipeline.timers AS t WHERE t.stage = s.stage AND t.due <= now()),
            (SELECT coalesce(extract(epoch FROM now() - min(oldest_unread_at)), 0)::bigint
             FROM api.lag AS g WHERE g.stage = s.stage)
        FROM pipeline.stages AS s LEFT JOIN pipeline.controls AS c USING (stage)
        """,
        .texts(RedisAccess.readings.map { $0.stage.rawValue }),
        .texts(RedisAccess.readings.map { $0.topic.rawValue })
    )

    /// What it means that so many of a stage's partitions have a lane.
    static func finding(_ facts: Facts, start: String) -> Finding {
        let check = "stage \(facts.stage)"
        if let pause = facts.pause {
            return .advice(check, "is paused (\(pause)), so its work waits", do: "saypro resume \(facts.stage)")
        }
        if facts.owned == 0, facts.hasWork {
            return .mend(check, "no program of it runs, and work waits for it", do: start)
        }
        guard facts.owned > 0 else { return .advice(check, "no program of it runs, so nothing is done", do: start) }
        guard facts.behind < .seconds(60) else {
            return .advice(
                check,
                "is \(DurationText.text(facts.behind)) behind; if it does not catch up, its log says why",
                do: "saypro status --watch"
            )
        }
        guard facts.owned < facts.partitions else {
            return .fine(check, "works on all \(facts.partitions) partitions")
        }
        return .advice(
            check,
            "works on \(facts.owned) of \(facts.partitions) partitions; the rest are being taken up, or are refused",
            do: "saypro status --partitions"
        )
    }

    /// What starts a program of the stage: its unit where systemd has one here, else the program itself.
    private static func start(_ stage: String) -> String {
        let folders = ["/etc", "/usr/lib", "/lib"].map { "\($0)/systemd/system" }
        let hasUnit = folders.contains { FileManager.default.fileExists(atPath: "\($0)/saypro-\(stage)@.service") }
        return hasUnit && FileManager.default.fileExists(atPath: "/run/systemd/system")
            ? "systemctl start saypro-\(stage)@1"
            : "\(stage)  # on any host that reaches both servers, with the same settings"
    }
}
