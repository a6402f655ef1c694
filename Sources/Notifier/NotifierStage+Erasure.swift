package import Pipeline
package import Postgres

/// The ledger keeps that somebody was told, by which channel and when; no longer whom.
///
/// What waits for the person is dropped, and letters on their way are withdrawn; the ledger says so of their notices. This
/// is the one place that takes somebody out: that the directory too says that a user was erased changes nothing here.
extension NotifierStage: Erasing {
    package func statements(for erasure: Erasure, in partition: Int) -> [Statement] {
        let place = Parameter.int4(Int32(partition))
        let parameters: [Parameter] = [
            place, .text(erasure.person), .text(erasure.pseudonym), .text(erasure.names),
            .texts(erasure.conversationNames),
        ]
        return [Statement(Self.sentTexts, .texts(erasure.conversationNames))]
            + [Self.ledger, Self.letters].map { Statement($0, parameters: parameters) }
            + [
                Statement(Self.waiting, parameters: Array(parameters.prefix(4))),
                Statement(Self.unsent, place, .text(erasure.person)),
                Statement(Self.people, place, .text(erasure.person)),
                Statement(Self.paces, place, .text(erasure.person)),
            ]
    }

    private static let ledger = """
        UPDATE notifier.notifications AS n
        SET recipient = CASE n.recipient WHEN $2 THEN $3 ELSE n.recipient END,
            state = CASE WHEN n.audience = 'user' AND n.recipient = $2 AND n.state = 'queued' THEN 'suppressed'
                         ELSE n.state END,
            reason = CASE WHEN n.audience = 'user' AND n.recipient = $2 AND n.state = 'queued' THEN 'erased'
                          ELSE n.reason END,
            settled_at = CASE WHEN n.audience = 'user' AND n.recipient = $2 AND n.state = 'queued' THEN now()
                              ELSE n.settled_at END,
            conversation = coalesce($4::text::jsonb ->> n.conversation, n.conversation)
        WHERE n.partition = $1
          AND ((n.audience = 'user' AND n.recipient = $2) OR n.conversation = ANY ($5::text[]))
        """

    private static let letters = """
        UPDATE notifier.letters AS l
        SET recipient = CASE WHEN l.audience = 'user' AND l.recipient = $2 THEN $3 ELSE l.recipient END,
            state = CASE WHEN l.audience = 'user' AND l.recipient = $2 AND l.state = 'open' THEN 'withdrawn'
                         ELSE l.state END,
            conversation = coalesce($4::text::jsonb ->> l.conversation, l.conversation),
            notices = coalesce((
                SELECT string_agg(pipeline.scrub(n.line, $2, $3, $4::text::jsonb, true), E'\\n' ORDER BY n.place)
                FROM regexp_split_to_table(l.notices, E'\\n') WITH ORDINALITY AS n (line, place) WHERE n.line <> ''
            ), ''),
            content = CASE WHEN l.audience = 'user' AND l.recipient = $2 THEN NULL
                           ELSE pipeline.scrub(l.content, $2, $3, $4::text::jsonb, true) END,
            trouble = NULL
        WHERE l.partition = $1
          AND ((l.audience = 'user' AND l.recipient = $2) OR l.conversation = ANY ($5::text[]))
        """

    /// What sent mails say of the partition's conversations, kept in case that they come back: alone or with other matters,
    /// and to whomever, so that they may be in any partition.
    private static let sentTexts = """
        UPDATE notifier.letters AS l SET content = NULL
        WHERE l.partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
          AND l.state <> 'open' AND l.content IS NOT NULL
          AND (l.conversation = ANY ($1::text[]) OR l.conversation IS NULL AND EXISTS (
              SELECT FROM unnest($1::text[]) AS c (name) WHERE pipeline.names(l.content::json ->> 'items', c.name)
          ))
        """

    /// What admins are still to be told of the person.
    private static let waiting = """
        UPDATE notifier.waiting AS w SET notice = pipeline.scrub(w.notice, $2, $3, $4::text::jsonb, true)
        WHERE w.partition = $1 AND w.audience = 'admin' AND pipeline.names(w.notice, $2)
        """

    private static let unsent =
        "DELETE FROM notifier.waiting WHERE partition = $1 AND audience = 'user' AND recipient = $2"

    private static let people = "DELETE FROM notifier.people WHERE partition = $1 AND audience = 'user' AND id = $2"

    private static let paces =
        "DELETE FROM notifier.paces WHERE partition = $1 AND audience = 'user' AND recipient = $2"
}
