import Contract
import Policy
import Postgres

/// What lets a matter of the policy's section `retention` go, a bounded batch at a time.
///
/// A batch is a transaction of its own: who interrupts the work loses nothing, and the next run goes on where it was.
struct RetentionDuty: Sendable {
    let matter: RetentionPolicy.Matter
    /// How long it is kept whatever the policy says of the matter; nil for the policy's time.
    var period: Duration?
    /// What it removes, in an operator's words.
    let what: String
    /// A statement that removes at most one batch of what is older than `$1` and answers how much that was; NULL or 0 where
    /// nothing is left.
    let batch: String

    /// Every duty, in an order in which nothing is left that speaks of what is gone.
    static let all: [RetentionDuty] =
        [messages, cases, refusedCommands, clocks, replyTimes, records] + surveys
        + [notifications, letters, letterTexts] + events + [rejected, discarded] + reports + [audit]

    /// Whole months of messages.
    private static let messages = RetentionDuty(
        matter: .messages,
        what: "messages",
        batch: "SELECT ingest.drop_month($1)"
    )

    /// Cases that are over, with their history; the figures of the time are in the roll-ups.
    ///
    /// How long a case has been over its last decision tells: that it was merged or is spam has no time of its own.
    private static let cases = RetentionDuty(
        matter: .cases,
        what: "cases",
        batch: """
            WITH gone AS (
                DELETE FROM router.cases AS c
                USING (SELECT partition, conversation, number FROM router.cases AS o
                       WHERE opened_at < $1 AND state IN ('closed', 'merged', 'spam')
                         AND greatest(opened_at, resolved_at, closed_at, reopened_at, updated_at, turned_at) < $1
                         AND NOT EXISTS (SELECT FROM router.case_history AS h
                                         WHERE h.partition = o.partition AND h."case" = o.id AND h.time >= $1)
                       LIMIT 1000) AS o
                WHERE c.partition = o.partition AND c.conversation = o.conversation AND c.number = o.number
                RETURNING c.partition, c.id
            ), history AS (
                DELETE FROM router.case_history AS h USING gone
                WHERE h.partition = gone.partition AND h."case" = gone.id
            ), steps AS (
                DELETE FROM router.ladder_steps AS l USING gone
                WHERE l.partition = gone.partition AND l."case" = gone.id
            )
            SELECT count(*) FROM gone
            """
    )

    /// Clocks of cases at which nothing can happen any more.
    private static let clocks = RetentionDuty(
        matter: .clocks,
        what: "clocks",
        batch: """
            WITH gone AS (
                DELETE FROM sla.cases AS c
                USING (SELECT partition, "case" FROM sla.cases AS s
                       WHERE last_at < $1 AND known_until < $1 AND next_at IS NULL
                         AND NOT EXISTS (SELECT FROM sla.clocks AS k WHERE k.partition = s.partition AND k."case" = s."case"
                                         AND k.state IN ('running', 'paused'))
                       LIMIT 1000) AS o
                WHERE c.partition = o.partition AND c."case" = o."case"
                RETURNING c.partition, c."case"
            ), clocks AS (
                DELETE FROM sla.clocks AS k USING gone
                WHERE k.partition = gone.partition AND k."case" = gone."case"
            ), replies AS (
                DELETE FROM sla.reply_promises AS r USING gone
                WHERE r.partition = gone.partition AND r."case" = gone."case"
            )
            SELECT count(*) FROM gone
            """
    )

    /// The ledger; its key begins with an id that begins with the time, so the oldest are found without an index more.
    private static let notifications = RetentionDuty.ofDatedRows(
        .notifications,
        "notifications",
        of: "notifier.notifications",
        by: ["event", "recipient", "channel"],
        "o.queued_at < $1"
    )

    /// Events that every stage has handled, from the beginning of each partition on and without a gap; the last one stays.
    ///
    /// An old event behind one that is not too old, as another number of partitions may place it, waits for that.
    private static let events: [RetentionDuty] = Topic.allCases.map { topic in
        RetentionDuty(
            matter: .events,
            what: "events of \(topic.rawValue)",
            batch: """
                WITH gone AS (
                    DELETE FROM pipeline.events_\(topic.rawValue) AS e
                    USING (
                        SELECT h.partition, h.seq, coalesce(min(p.seq), h.seq) AS handled FROM pipeline.heads AS h
                        LEFT JOIN pipeline.positions AS p ON p.topic = h.topic AND p.partition = h.partition
                        WHERE h.topic = '\(topic.rawValue)'
                        GROUP BY h.partition, h.seq
                    ) AS h
                    CROSS JOIN LATERAL (
                        SELECT f.partition, f.seq, bool_and(f.at < $1) OVER (ORDER BY f.seq) AS is_old
                        FROM (
                            SELECT o.partition, o.seq, o.at FROM pipeline.events_\(topic.rawValue) AS o
                            WHERE o.partition = h.partition AND o.topic = '\(topic.rawValue)'
                            ORDER BY o.seq
                            LIMIT 500
                        ) AS f
                    ) AS o
                    WHERE e.partition = o.partition AND e.topic = '\(topic.rawValue)' AND e.seq = o.seq
                      AND o.is_old AND o.seq < h.seq AND o.seq <= h.handled
                    RETURNING 1
                )
                SELECT count(*) FROM gone
                """
        )
    }

    private static let rejected = RetentionDuty.ofRows(
        .rejected,
        "rejected entries",
        of: "ingest.rejected",
        "at < $1 ORDER BY at"
    )

    /// Parked work that was thrown away; what is still parked waits for somebody, however old it is.
    private static let discarded = RetentionDuty(
        matter: .parked,
        what: "discarded inputs",
        batch: """
            WITH gone AS (
                DELETE FROM pipeline.discarded AS d
                USING (SELECT partition, stage, id FROM pipeline.discarded WHERE at < $1 LIMIT 1000) AS o
                WHERE d.partition = o.partition AND d.stage = o.stage AND d.id = o.id
                RETURNING 1
            )
            SELECT count(*) FROM gone
            """
    )

    /// The audit up to a checkpoint, by which what follows can still be checked; the last row stays, to which the next one
    /// is chained.
    private static let audit = RetentionDuty(
        matter: .audit,
        what: "rows of the audit",
        batch: """
            WITH gone AS (
                DELETE FROM pipeline.audit AS a
                USING (SELECT max(c.id) AS id FROM pipeline.audit_checkpoints AS c JOIN pipeline.audit AS o USING (id)
                       WHERE o.at < $1 AND c.id < (SELECT max(id) FROM pipeline.audit)) AS c
                WHERE a.id <= c.id
                RETURNING 1
            )
            SELECT count(*) FROM gone
            """
    )
}
