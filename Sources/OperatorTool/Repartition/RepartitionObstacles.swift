import Postgres

/// What keeps the number of partitions from being changed, each with what to do about it.
struct RepartitionObstacles {
    let session: PostgresSession

    /// Keeps every lane out while `body` works, which is given what already stands in the way.
    ///
    /// Lanes hold the members' lock of their stage shared from their beginning on. The locks of retention and of another
    /// such change are held too; all of them end with the session at the latest.
    func keepingOthersOut<Result>(_ body: ([String]) async throws -> Result) async throws -> Result {
        let release = Statement("SELECT pg_advisory_unlock_all()")
        do {
            let result = try await body(try await keepOthersOut())
            _ = try await session.query(release)
            return result
        } catch {
            _ = try? await session.query(release)
            throw error
        }
    }

    private func keepOthersOut() async throws -> [String] {
        let locks = try await session.run([
            Statement(
                """
                SELECT stage FROM pipeline.stages WHERE NOT pg_try_advisory_lock(lock_class, -1) ORDER BY lock_class
                """
            ),
            Statement("SELECT pg_try_advisory_lock($1)", .int8(RetentionWork.lock)),
            Statement(
                """
                SELECT DISTINCT application_name FROM pg_stat_activity
                WHERE datname = current_database() AND application_name LIKE 'saypro/%' ORDER BY 1
                """
            ),
        ])
        // Another such change holds the locks of all stages, though no program runs.
        guard locks[1].first?.bool(0) == true else {
            return ["saypro retention run or another saypro repartition is at work: wait for its end"]
        }
        var found = locks[0].map { "a program of \($0.text(0)) is running: stop all programs first" }
        if found.isEmpty {
            found += locks[2].map { "a program still has a session (\($0.text(0))): stop it, or wait until it is gone" }
        }
        return found
    }

    /// Work that belongs to a partition as a whole, and so has to be done before.
    func unfinished() async throws -> [String] {
        var found: [String] = []
        for (what, query) in Self.checks {
            let count = try await session.query(Statement("SELECT count(*) FROM (\(query)) AS found"))[0].int(0)
            if count > 0 { found.append(what) }
        }
        return found
    }

    private static let checks: [(what: String, query: String)] = [
        (
            "a person is being erased: let the programs run until that is done, then stop them again",
            """
            SELECT FROM pipeline.timers WHERE starts_with(key, 'erase:')
            UNION ALL SELECT FROM pipeline.mail WHERE stage = 'ingest' AND kind = 'erase'
            UNION ALL
            SELECT FROM pipeline.positions AS p
            JOIN pipeline.events AS e ON e.partition = p.partition AND e.topic = p.topic AND e.seq > p.seq
            WHERE e.type = 'person.erased'
            """
        ),
        (
            "work is parked that belongs to a partition and to no conversation: saypro parked list, then retry or discard",
            """
            SELECT FROM pipeline.parked
            WHERE (conversation = '' AND kind <> 'event') OR payload ->> 'type' = 'person.erased'
               OR payload ->> 'kind' = 'erase' OR starts_with(payload ->> 'key', 'erase:')
            """
        ),
    ]
}
