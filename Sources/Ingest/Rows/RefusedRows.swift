import Contract
import Postgres

/// The statements of refused entries.
enum RefusedRows {
    /// Looks up which of the candidates are recorded as refused; rows are (place from 1, code, field, detail).
    static func find(_ candidates: [Candidate]) -> Statement {
        let entries = candidates.map(RefusedEntry.init)
        return Statement(
            """
            SELECT wanted.place, r.code, r.field, r.detail
            FROM unnest($1::int[], $2::text[], $3::int[], $4::text[], $5::uuid[])
                WITH ORDINALITY AS wanted (partition, door, stream, entry, content, place)
            CROSS JOIN LATERAL (
                SELECT code, field, detail FROM ingest.rejected
                WHERE partition = wanted.partition AND door = wanted.door AND stream = wanted.stream
                  AND entry = wanted.entry AND content = wanted.content
                LIMIT 1
            ) AS r
            """,
            .int4s(entries.map(\.partition)),
            .texts(entries.map(\.door)),
            .int4s(entries.map(\.stream)),
            .texts(entries.map(\.entry)),
            .uuids(entries.map(\.content))
        )
    }

    /// A refusal as a row of ``find(_:)`` gives it; nil for a code that this program does not know.
    static func refusal(from row: Row) -> (place: Int, refusal: Rejection)? {
        guard let code = RejectionCode(rawValue: row.text(1)) else { return nil }
        return (Int(row.int(0)) - 1, Rejection(code: code, field: row.text(2), detail: row.text(3)))
    }

    /// Records refusals; one that is recorded already, of an entry that was read again, stays as it is.
    static func insert(_ refused: [(candidate: Candidate, rejection: Rejection)], now: Instant) -> Statement? {
        guard !refused.isEmpty else { return nil }
        let entries = refused.map { RefusedEntry($0.candidate) }
        let records = refused.map { RawRecord($0.candidate.entry) }
        let claims = refused.map(\.candidate.entry.claims)
        return Statement(
            """
            INSERT INTO ingest.rejected (
                partition, door, stream, entry, content, source, id, conversation, code, field, detail, raw, encoded,
                is_cut, at
            )
            SELECT partition, door, stream, entry, content, source, id, conversation, code, field, detail, raw::jsonb,
                   string_to_array(encoded, ',')::int[], is_cut, $15
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::text[]) AS door, unnest($3::int[]) AS stream,
                    unnest($4::text[]) AS entry, unnest($5::uuid[]) AS content, unnest($6::text[]) AS source,
                    unnest($7::text[]) AS id, unnest($8::text[]) AS conversation, unnest($9::text[]) AS code,
                    unnest($10::text[]) AS field, unnest($11::text[]) AS detail, unnest($12::text[]) AS raw,
                    unnest($13::text[]) AS encoded, unnest($14::bool[]) AS is_cut
            ) AS n
            ON CONFLICT DO NOTHING
            """,
            .int4s(entries.map(\.partition)),
            .texts(entries.map(\.door)),
            .int4s(entries.map(\.stream)),
            .texts(entries.map(\.entry)),
            .uuids(entries.map(\.content)),
            .texts(claims.map { $0.source?.rawValue }),
            .texts(claims.map(\.id)),
            .texts(claims.map { $0.conversation?.rawValue }),
            .texts(refused.map(\.rejection.code.rawValue)),
            .texts(refused.map(\.rejection.field)),
            .texts(refused.map(\.rejection.detail)),
            .texts(records.map(\.json)),
            .texts(records.map { $0.encoded.map(String.init).joined(separator: ",") }),
            .bools(records.map(\.isCut)),
            .timestamp(now.microseconds)
        )
    }
}

/// What a refusal is recorded under: the entry and its content, since an emptied stream may use its ids again.
private struct RefusedEntry {
    let partition: Int32
    let door: String
    let stream: Int32
    let entry: String
    let content: PostgresUUID

    init(_ candidate: Candidate) {
        partition = Int32(truncatingIfNeeded: candidate.partition)
        door = candidate.entry.door?.rawValue ?? ""
        stream = Int32(truncatingIfNeeded: candidate.entry.partition)
        entry = candidate.entry.id.description
        content = PostgresUUID(
            firstHalfOfHash: candidate.entry.fields.flatMap { Self.framed($0.name) + Self.framed($0.value) }
        )
    }

    private static func framed(_ raw: RawText) -> [UInt8] {
        let bytes = raw.bytes
        return (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) } + bytes
    }
}
