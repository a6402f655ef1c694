package import Pipeline
package import Postgres

/// The ledger keeps that somebody was told, by which channel and when; no longer whom.
extension NotifierStage: Erasing {
    package func statements(for erasure: Erasure, in partition: Int) -> [Statement] {
        [
            Statement(
                """
                UPDATE notifier.notifications AS n
                SET recipient = CASE n.recipient WHEN $2 THEN $3 ELSE n.recipient END,
                    conversation = coalesce($4::text::jsonb ->> n.conversation, n.conversation)
                WHERE n.partition = $1
                  AND ((n.audience = 'user' AND n.recipient = $2) OR n.conversation = ANY ($5::text[]))
                """,
                .int4(Int32(partition)),
                .text(erasure.person),
                .text(erasure.pseudonym),
                .text(erasure.names),
                .texts(erasure.conversationNames)
            )
        ]
    }
}
