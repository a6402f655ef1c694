import Policy

/// What is let go of refusals, surveys, letters, records and reports; the sums that figures are read from stay.
extension RetentionDuty {
    /// Commands that were refused where there is no case, which only the history tells of.
    static let refusedCommands = RetentionDuty(
        matter: .cases,
        what: "refused commands",
        batch: """
            WITH gone AS (
                DELETE FROM router.case_history AS h
                USING (
                    SELECT o.partition, o.ctid FROM pipeline.settings AS s
                    CROSS JOIN LATERAL generate_series(0, s.partitions - 1) AS p (partition)
                    CROSS JOIN LATERAL (
                        SELECT c.partition, c.ctid FROM router.case_history AS c
                        WHERE c.partition = p.partition AND c."case" IS NULL AND c.time < $1
                        LIMIT 200
                    ) AS o
                ) AS o
                WHERE h.ctid = o.ctid AND h.partition = o.partition
                RETURNING 1
            )
            SELECT count(*) FROM gone
            """
    )

    /// How long first replies took: forecasts look back weeks, not years.
    static let replyTimes = RetentionDuty.ofRows(
        .clocks,
        "counts of reply times",
        of: "sla.reply_times",
        "day < ($1 AT TIME ZONE 'UTC')::date"
    )

    /// What the figures know of single cases, clocks and surveys, once their case is gone: nothing can change it any more, and
    /// what it counted for stands in the cells.
    static let records = RetentionDuty(
        matter: .cases,
        what: "records of figures",
        batch: """
            WITH gone AS (
                DELETE FROM metrics.records AS r
                USING (SELECT o.partition, o.subject FROM metrics.records AS o
                       WHERE o.last_hour < floor(extract(epoch FROM $1) / 3600)::int
                         AND NOT EXISTS (SELECT FROM router.cases AS c WHERE c.id = split_part(o.subject, '/', 2))
                       LIMIT 1000) AS o
                WHERE r.partition = o.partition AND r.subject = o.subject
                RETURNING 1
            )
            SELECT count(*) FROM gone
            """
    )

    /// Surveys at which nothing can happen any more, with their answers, and answers that were refused.
    ///
    /// Rewards stay: an account is the sum of all that was ever booked on it.
    static let surveys = [
        RetentionDuty(
            matter: .surveys,
            what: "surveys",
            batch: """
                WITH gone AS (
                    DELETE FROM survey.surveys AS s
                    USING (SELECT partition, "case", cycle FROM survey.surveys
                           WHERE next_at IS NULL AND state IN ('withheld', 'answered', 'expired')
                             AND greatest(scheduled_at, due_at, sent_at, expires_at, answered_at, followed_up_at,
                                          last_replied_at) < $1
                           LIMIT 1000) AS o
                    WHERE s.partition = o.partition AND s."case" = o."case" AND s.cycle = o.cycle
                    RETURNING s.partition, s."case", s.cycle
                ), answers AS (
                    DELETE FROM survey.answers AS a USING gone
                    WHERE a.partition = gone.partition AND a."case" = gone."case" AND a.cycle = gone.cycle
                ), links AS (
                    DELETE FROM notifier.survey_links AS l USING gone
                    WHERE l.partition = gone.partition AND l.survey = concat(gone."case", '/', gone.cycle)
                )
                SELECT count(*) FROM gone
                """
        ),
        RetentionDuty.ofRows(.surveys, "refused answers", of: "survey.refusals", "at < $1"),
    ]

    /// Mails and webhooks that are no longer on their way; their ids begin with the time, as those of notices do.
    static let letters = RetentionDuty.ofDatedRows(
        .notifications,
        "letters",
        of: "notifier.letters",
        by: ["letter"],
        "o.state <> 'open' AND o.made_at < $1"
    )

    /// Texts of mails that were sent, which are kept while they could come back and go another way: five days.
    static let letterTexts = RetentionDuty(
        matter: .notifications,
        period: .seconds(5 * 86_400),
        what: "texts of sent letters",
        batch: """
            WITH gone AS (
                UPDATE notifier.letters AS l SET content = NULL
                FROM (SELECT partition, letter FROM notifier.letters
                      WHERE state <> 'open' AND content IS NOT NULL AND made_at < $1
                      LIMIT 1000
                      FOR UPDATE SKIP LOCKED) AS o
                WHERE l.partition = o.partition AND l.letter = o.letter
                RETURNING 1
            )
            SELECT count(*) FROM gone
            """
    )

    /// Issued reports, with the list of whom they went to: the figures of their time can still be asked for.
    ///
    /// The last one of each kind stays however old it is, since by it the metrics-aggregator knows that nothing is to be
    /// issued and mailed.
    static let reports = [
        RetentionDuty(
            matter: .reports,
            what: "mailings of reports",
            batch: """
                WITH gone AS (
                    DELETE FROM metrics.mailings AS m USING metrics.reports AS r
                    WHERE r.kind = m.kind AND r.period = m.period AND r.issued_at < $1
                      AND r.period < (SELECT max(n.period) FROM metrics.reports AS n WHERE n.kind = r.kind)
                    RETURNING 1
                )
                SELECT count(*) FROM gone
                """
        ),
        RetentionDuty(
            matter: .reports,
            what: "reports",
            batch: """
                WITH gone AS (
                    DELETE FROM metrics.reports AS r
                    WHERE r.issued_at < $1
                      AND r.period < (SELECT max(n.period) FROM metrics.reports AS n WHERE n.kind = r.kind)
                      AND NOT EXISTS (SELECT FROM metrics.mailings AS m WHERE m.kind = r.kind AND m.period = r.period)
                    RETURNING 1
                )
                SELECT count(*) FROM gone
                """
        ),
    ]
}
