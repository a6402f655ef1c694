import Pipeline
import Postgres

/// Takes a person out of cases, their history and the directory; states, times, categories and codes stay.
struct ErasePerson {
    let erasure: Erasure
    let partition: Int

    var statements: [Statement] {
        let parameters: [Parameter] = [
            .int4(Int32(partition)), .text(erasure.person), .text(erasure.pseudonym), .text(erasure.names),
            .texts(erasure.conversationNames),
        ]
        return [
            Statement(Self.history, parameters: parameters), Statement(Self.cases, parameters: parameters),
        ] + [Self.again, Self.users].map { Statement($0, parameters: Array(parameters.prefix(3))) }
    }

    /// A case is the person's own by its conversation; where the person is only the other party, no text is touched.
    private static let cases = """
        UPDATE router.cases AS c
        SET conversation = coalesce($4::text::jsonb ->> c.conversation, c.conversation),
            merged_into = coalesce($4::text::jsonb ->> c.merged_into, c.merged_into),
            "user" = CASE c."user" WHEN $2 THEN $3 ELSE c."user" END,
            counterparty = CASE c.counterparty WHEN $2 THEN $3 ELSE c.counterparty END,
            subject = CASE
                WHEN NOT o.own THEN c.subject
                WHEN c.kind IN ('verification', 'suspension', 'appeal', 'payment', 'refund', 'dispute') THEN $3
                ELSE pipeline.scrubbed('subject', c.subject, $2, $3, $4::text::jsonb, true)
            END,
            asked = CASE WHEN NOT o.own THEN c.asked END,
            reason = pipeline.scrubbed('reason', c.reason, $2, $3, $4::text::jsonb, o.own),
            root_cause = pipeline.scrubbed('root_cause', c.root_cause, $2, $3, $4::text::jsonb, o.own),
            next_steps = pipeline.scrubbed('next_steps', c.next_steps, $2, $3, $4::text::jsonb, o.own),
            fields = pipeline.scrub(c.fields, $2, $3, $4::text::jsonb, o.own),
            -- They are steps of the write that left them, not of this one.
            steps = ''
        FROM (SELECT partition, conversation, number, conversation = ANY ($5::text[]) OR "user" IS NOT DISTINCT FROM $2 AS own
              FROM router.cases WHERE partition = $1) AS o
        WHERE c.partition = $1 AND c.conversation = o.conversation AND c.number = o.number
          AND (o.own OR c.counterparty = $2 OR c.merged_into = ANY ($5::text[]))
        """

    private static let history = """
        UPDATE router.case_history AS h
        SET conversation = coalesce($4::text::jsonb ->> h.conversation, h.conversation),
            actor = CASE h.actor WHEN 'user:' || $2 THEN 'user:' || $3 ELSE h.actor END,
            reason = pipeline.scrubbed('reason', h.reason, $2, $3, $4::text::jsonb, o.own),
            detail = pipeline.scrub(h.detail::text, $2, $3, $4::text::jsonb, o.own)::jsonb
        FROM (SELECT ctid AS place, coalesce(conversation = ANY ($5::text[]), false)
                     OR pipeline.is_about(detail::text, $2) AS own
              FROM router.case_history
              WHERE partition = $1 AND (conversation = ANY ($5::text[]) OR actor = 'user:' || $2
                                        OR pipeline.names(detail::text, $2))) AS o
        WHERE h.partition = $1 AND h.ctid = o.place
        """

    /// The stage hears of an erasure by two topics: what a second erasure has put in between bears no news.
    private static let again = """
        DELETE FROM router.users AS u USING router.users AS known
        WHERE u.partition = $1 AND u.id = $2 AND u.erased_at IS NOT NULL AND known.partition = $1 AND known.id = $3
        """

    /// An entry that was put after the erasure is of somebody who has come back.
    private static let users = """
        UPDATE router.users AS u
        SET id = $3, name = NULL, email = NULL, language = NULL, region = NULL, timezone = NULL, verified = NULL,
            channels = NULL, webhook = NULL, active_listings = NULL
        WHERE u.partition = $1 AND u.id = $2 AND u.erased_at IS NOT NULL
        """
}
