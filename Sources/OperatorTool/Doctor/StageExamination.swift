import Pipeline
import Postgres

/// Looks whether each stage has a program that does its work, and whether somebody has paused it.
struct StageExamination {
    let session: PostgresSession

    func findings() async throws -> [Finding] {
        let rows = try await session.query(
            Statement(
                """
                SELECT s.stage, coalesce(c.paused, false), (
                    SELECT count(*) FROM pg_locks AS l
                    WHERE l.classid = s.lock_class::oid AND l.locktype = 'advisory' AND l.granted AND l.objsubid = 2
                      AND l.mode = 'ExclusiveLock'
                      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                ), (SELECT partitions FROM pipeline.settings)
                FROM pipeline.stages AS s LEFT JOIN pipeline.controls AS c USING (stage)
                """
            )
        )
        var findings: [String: Finding] = [:]
        for row in rows {
            let stage = row.text(0)
            findings[stage] = Self.finding(
                stage,
                isPaused: row.bool(1),
                owned: Int(row.int(2)),
                partitions: Int(row.intOrNull(3) ?? 0)
            )
        }
        return StageName.all.compactMap { findings[$0.rawValue] }
    }

    /// What it means that so many of a stage's partitions have a lane.
    static func finding(_ stage: String, isPaused: Bool, owned: Int, partitions: Int) -> Finding {
        let check = "stage \(stage)"
        if isPaused {
            return .mend(check, "is paused, so nothing is done and work piles up", do: "saypro resume \(stage)")
        }
        guard owned > 0 else {
            return .advice(
                check,
                "no program of it runs, so nothing is done",
                do: "\(stage)  # on any host that reaches both servers, with the same settings"
            )
        }
        guard owned < partitions else { return .fine(check, "works on all \(partitions) partitions") }
        return .advice(
            check,
            "works on \(owned) of \(partitions) partitions; the rest are being taken up, or are refused",
            do: "saypro status --partitions"
        )
    }
}
