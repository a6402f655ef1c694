extension VerifyCheck {
    /// What must hold of surveys, answers and rewards.
    static let ofSurveys: [VerifyCheck] = [
        VerifyCheck(
            name: "asked-once",
            sentence: "each cycle whose user was asked has exactly one survey.sent, and no other has one",
            query: """
                SELECT format('case %s cycle %s: state %s, %s survey.sent', "case", cycle, s.state, coalesce(e.found, 0))
                FROM survey.surveys AS s
                FULL JOIN (
                    SELECT partition, "case", (fields::jsonb ->> 'cycle')::int AS cycle, count(*) AS found
                    FROM pipeline.events WHERE topic = 'surveys' AND type = 'survey.sent'
                    GROUP BY partition, "case", fields::jsonb ->> 'cycle'
                ) AS e USING (partition, "case", cycle)
                WHERE coalesce(e.found, 0) <> (coalesce(s.state, '') IN ('sent', 'answered', 'expired'))::int
                  AND s.sent_at >= now() - interval '29 days'
                """
        ),
        VerifyCheck(
            name: "answer-versions",
            sentence: "each survey's answers that said more are numbered 1, 2, 3 … without a gap",
            query: """
                SELECT format('case %s cycle %s: %s versions up to %s, survey at %s', "case", cycle, count(a.version),
                              coalesce(max(a.version), 0), s.version)
                FROM survey.surveys AS s LEFT JOIN survey.answers AS a USING (partition, "case", cycle)
                GROUP BY partition, "case", cycle, s.version
                HAVING count(a.version) <> s.version OR coalesce(max(a.version), 0) <> s.version
                """
        ),
        VerifyCheck(
            name: "rewards-balance",
            sentence: "all accounts of rewards together are at zero, and no user has less than nothing",
            query: """
                SELECT format('all accounts: %s points', sum(points)) FROM api.reward_postings HAVING sum(points) <> 0
                UNION ALL
                SELECT format('user %s: %s points', "user", sum(points)) FROM api.rewards
                GROUP BY "user" HAVING sum(points) < 0
                """
        ),
        VerifyCheck(
            name: "rewarded-once",
            sentence: "each cycle is rewarded once at most, for an answer, and what is reversed was granted",
            query: """
                SELECT format('case %s cycle %s: %s rewards, %s answers', t."case", t.cycle, count(*),
                              coalesce(max(s.version), 0))
                FROM survey.transfers AS t
                LEFT JOIN survey.surveys AS s ON s."case" = t."case" AND s.cycle = t.cycle
                WHERE t.reverses IS NULL
                GROUP BY t."case", t.cycle
                HAVING count(*) > 1
                    OR (coalesce(max(s.version), 0) = 0 AND max(t.at) >= pipeline.kept_since('surveys'))
                UNION ALL
                SELECT format('case %s cycle %s: reversed by %s points, granted %s', r."case", r.cycle, r.points, g.points)
                FROM survey.transfers AS r
                LEFT JOIN survey.transfers AS g ON g.partition = r.partition AND g.transfer = r.reverses
                WHERE r.reverses IS NOT NULL AND (g.points IS DISTINCT FROM r.points OR g.debit <> r.credit)
                """
        ),
    ]
}
