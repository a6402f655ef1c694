package import Pipeline
package import Postgres

/// What may tell of a person is the name of the conversation, what a flag is about, and a code that names somebody.
extension MetricsStage: Erasing {
    package func statements(
        for erasure: Erasure,
        in partition: Int,
        reading transaction: Transaction
    ) async throws -> [Statement] {
        let records = try await records(naming: erasure, in: partition, transaction)
        var fold = try Fold([], in: zone)
        var contents: [(subject: String, text: String)] = []
        for record in records where record.after != record.before {
            fold.replace(record.before, by: record.after, record.subject)
            contents.append((record.subject.name, record.after.text))
        }
        let partition = Parameter.int4(Int32(partition))
        var statements: [Statement] = []
        let renamed = erasure.conversations.filter { $0.key != $0.value }.keys.sorted()
        if !renamed.isEmpty {
            statements.append(
                Statement(
                    """
                    UPDATE metrics.records AS r SET conversation = $2::text::jsonb ->> r.conversation
                    WHERE r.partition = $1 AND r.conversation = ANY ($3::text[])
                    """,
                    partition,
                    .text(erasure.names),
                    .texts(renamed)
                )
            )
        }
        guard !contents.isEmpty else { return statements }
        let rewrite = Statement(
            """
            UPDATE metrics.records AS r SET content = k.content FROM unnest($2::text[], $3::text[]) AS k (subject, content)
            WHERE r.partition = $1 AND r.subject = k.subject
            """,
            partition,
            .texts(contents.map(\.subject)),
            .texts(contents.map(\.text))
        )
        // A cell of which nothing is left would still bear the label.
        let sweep = Statement(
            "DELETE FROM metrics.cells WHERE partition = $1 AND hour = ANY ($2::int[]) AND n = 0 AND sum = 0",
            partition,
            .int4s(Set(fold.changes.values.flatMap { $0.values.keys.map(\.hour) }).sorted())
        )
        return statements + [rewrite] + fold.statements + [sweep]
    }

    /// The cases that may tell of the person, as they are and as they are to be: by the texts that the others keep too.
    private func records(
        naming erasure: Erasure,
        in partition: Int,
        _ transaction: Transaction
    ) async throws -> [(subject: Subject, before: CaseRecord, after: CaseRecord)] {
        let rows = try await transaction.query(
            Statement(
                """
                SELECT subject, content, conversation = ANY ($2::text[]) FROM metrics.records
                WHERE partition = $1 AND starts_with(subject, 'case/')
                  AND (conversation = ANY ($2::text[]) OR strpos(content, E'\\t' || $3 || E'\\t') > 0
                       OR strpos(content, E'\\tuser:' || $3 || E'\\t') > 0)
                """,
                .int4(Int32(partition)),
                // What an erasure has renamed already is looked at again by the next topic that tells of it.
                .texts(Set(erasure.conversations.flatMap { [$0.key, $0.value] }).sorted()),
                .text(erasure.person)
            )
        )
        let known = rows.map { row in
            (Subject(partition: partition, name: row.text(0)), CaseRecord(text: row.text(1)), isOwn: row.bool(2))
        }
        var left: [Bool: [String: String]] = [:]
        for isOwn in [true, false] {
            let texts = known.filter { $0.isOwn == isOwn }.reduce(into: Set<String>()) { $0.formUnion($1.1.texts) }
            if !texts.isEmpty { left[isOwn] = try await scrubbed(texts, erasure, isOwn, transaction) }
        }
        return known.map { subject, record, isOwn in
            (subject, record, record.replacingTexts { left[isOwn]?[$0] ?? $0 })
        }
    }

    /// What the erasure leaves of texts, of the person's own conversations or of others.
    private func scrubbed(
        _ texts: Set<String>,
        _ erasure: Erasure,
        _ isOwn: Bool,
        _ transaction: Transaction
    ) async throws -> [String: String] {
        let rows = try await transaction.query(
            Statement(
                """
                SELECT text, pipeline.scrubbed('reason', text, $2, $3, $4::text::jsonb, $5) FROM unnest($1::text[]) AS t (text)
                """,
                .texts(texts.sorted()),
                .text(erasure.person),
                .text(erasure.pseudonym),
                .text(erasure.names),
                .bool(isOwn)
            )
        )
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.text(0), $0.text(1)) })
    }
}
