package import Pipeline
package import Postgres

/// Ratings, times and rewards stay; who answered, and in what words, goes.
extension SurveyStage: Erasing {
    package func statements(for erasure: Erasure, in partition: Int) -> [Statement] {
        let parameters: [Parameter] = [
            .int4(Int32(partition)), .text(erasure.person), .text(erasure.pseudonym), .text(erasure.names),
            .texts(erasure.conversationNames),
        ]
        let names: [Parameter] = [parameters[0], parameters[3], parameters[4]]
        return [Self.answers, Self.surveys].map { Statement($0, parameters: parameters) }
            + [Statement(Self.refusals, parameters: names)]
            + [Self.users, Self.transfers].map { Statement($0, parameters: Array(parameters.prefix(3))) }
    }

    private static let answers = """
        UPDATE survey.answers AS a SET fields = pipeline.scrub(a.fields, $2, $3, $4::text::jsonb, true)
        FROM survey.surveys AS s
        WHERE s.partition = $1 AND (s.conversation = ANY ($5::text[]) OR s."user" = $2)
          AND a.partition = s.partition AND a."case" = s."case" AND a.cycle = s.cycle
        """

    private static let surveys = """
        UPDATE survey.surveys AS s
        SET conversation = coalesce($4::text::jsonb ->> s.conversation, s.conversation),
            "user" = CASE s."user" WHEN $2 THEN $3 ELSE s."user" END,
            comment = pipeline.scrubbed('comment', s.comment, $2, $3, $4::text::jsonb, true),
            suggestion = pipeline.scrubbed('suggestion', s.suggestion, $2, $3, $4::text::jsonb, true)
        WHERE s.partition = $1 AND (s.conversation = ANY ($5::text[]) OR s."user" = $2)
        """

    private static let refusals = """
        UPDATE survey.refusals AS r SET conversation = coalesce($2::text::jsonb ->> r.conversation, r.conversation)
        WHERE r.partition = $1 AND r.conversation = ANY ($3::text[])
        """

    /// The stage hears of an erasure by two topics, and what it reads in between may have made the entry anew.
    private static let users = """
        WITH gone AS (
            DELETE FROM survey.users AS u WHERE u.partition = $1 AND u."user" = $2
            RETURNING u.asked, u.erased_at, u.put_at
        )
        INSERT INTO survey.users (partition, "user", asked, erased_at, put_at)
        SELECT $1, $3, asked, erased_at, put_at FROM gone
        ON CONFLICT (partition, "user") DO NOTHING
        """

    private static let transfers = """
        UPDATE survey.transfers AS t
        SET "user" = $3, debit = CASE t.debit WHEN 'user:' || $2 THEN 'user:' || $3 ELSE t.debit END,
            credit = CASE t.credit WHEN 'user:' || $2 THEN 'user:' || $3 ELSE t.credit END
        WHERE t.partition = $1 AND t."user" = $2
        """
}
