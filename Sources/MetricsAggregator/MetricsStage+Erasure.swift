package import Pipeline
package import Postgres

/// Records hold no texts and no users: what may tell of a person is the name of the conversation.
extension MetricsStage: Erasing {
    package func statements(for erasure: Erasure, in partition: Int) -> [Statement] {
        let renamed = erasure.conversations.filter { $0.key != $0.value }.keys.sorted()
        guard !renamed.isEmpty else { return [] }
        return [
            Statement(
                """
                UPDATE metrics.records AS r SET conversation = $2::text::jsonb ->> r.conversation
                WHERE r.partition = $1 AND r.conversation = ANY ($3::text[])
                """,
                .int4(Int32(partition)),
                .text(erasure.names),
                .texts(renamed)
            )
        ]
    }
}
