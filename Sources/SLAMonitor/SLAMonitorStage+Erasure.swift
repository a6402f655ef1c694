package import Pipeline
package import Postgres

/// Facts and clocks hold no texts and no users: what may tell of a person is the name of the conversation.
extension SLAMonitorStage: Erasing {
    package func statements(for erasure: Erasure, in partition: Int) -> [Statement] {
        let renamed = erasure.conversations.filter { $0.key != $0.value }.keys.sorted()
        guard !renamed.isEmpty else { return [] }
        return ["cases", "clocks", "reply_promises"].map { table in
            Statement(
                """
                UPDATE sla.\(table) AS c SET conversation = $2::text::jsonb ->> c.conversation
                WHERE c.partition = $1 AND c.conversation = ANY ($3::text[])
                """,
                .int4(Int32(partition)),
                .text(erasure.names),
                .texts(renamed)
            )
        }
    }
}
