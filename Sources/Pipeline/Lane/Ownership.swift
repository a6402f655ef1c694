import Postgres

/// The advisory locks by which lanes of a stage share its partitions: one owner a partition, on the very session that
/// runs the owner's transactions, so that whoever loses the session loses the lock and the transaction with it.
struct Ownership: Sendable {
    /// First key of the stage's locks.
    let lockClass: Int32

    /// Second key of the shared lock that each lane of the stage holds, to be counted by.
    private static let members: Int32 = -1

    static func find(_ stage: StageName) -> Statement {
        Statement("SELECT lock_class FROM pipeline.stages WHERE stage = $1", .text(stage.rawValue))
    }

    func join() -> Statement {
        Statement("SELECT pg_advisory_lock_shared($1, $2)", .int4(lockClass), .int4(Self.members))
    }

    /// How many lanes the stage has, and the partitions that have an owner.
    func survey() -> Statement {
        Statement(
            """
            SELECT l.objid::int, l.mode = 'ShareLock', count(*)
            FROM pg_locks AS l
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 2 AND l.classid = $1::int::oid
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            GROUP BY 1, 2
            """,
            .int4(lockClass)
        )
    }

    /// Reads ``survey()``.
    static func read(_ rows: Rows) -> Sharing {
        var sharing = Sharing()
        for row in rows {
            if row.bool(1) {
                sharing.members = Int(row.int(2))
            } else {
                sharing.owned.insert(Int(row.int(0)))
            }
        }
        return sharing
    }

    /// Tries to become the owner of partitions; answers those that were free.
    func claim(_ partitions: [Int]) -> Statement {
        Statement(
            "SELECT p FROM unnest($1::int[]) AS p WHERE pg_try_advisory_lock($2, p)",
            .int4s(partitions.map(Int32.init)),
            .int4(lockClass)
        )
    }

    func release(_ partitions: [Int]) -> Statement {
        Statement(
            "SELECT count(pg_advisory_unlock($2, p)) FROM unnest($1::int[]) AS p",
            .int4s(partitions.map(Int32.init)),
            .int4(lockClass)
        )
    }
}

/// How a stage's partitions are shared at a moment.
struct Sharing: Sendable, Equatable {
    var members = 0
    var owned: Set<Int> = []

    /// What one lane should own: an equal share, rounded up.
    func fairShare(of partitions: Int) -> Int {
        (partitions + max(members, 1) - 1) / max(members, 1)
    }
}
