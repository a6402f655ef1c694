import Contract
import Foundation
import Postgres
import Redis

/// Entries that ingest refused, as they were received.
struct RejectedEntries {
    /// Which of them are meant.
    struct Selection: Sendable {
        var entry: String?
        var source: String?
        var code: String?
        /// The publisher's id, the entry's id in its stream, or its conversation.
        var name: String?
        var limit = 100

        /// Whether nothing narrows it.
        var isOpen: Bool { entry == nil && source == nil && code == nil }
    }

    /// One refused entry.
    struct Row: Sendable {
        var source: String?
        var id: String?
        var code: String
        var field: String
        var detail: String
        var raw: String
        /// Which members of `raw` are base64: 2n for the name of pair n, 2n + 1 for its value.
        var encoded: Set<Int>
        var isCut: Bool
        /// The stream's key without the prefix.
        var stream: String
        var entry: String
        var at: Instant
    }

    let session: PostgresSession

    /// The refused entries, newest first.
    func rows(_ selection: Selection) async throws -> [Row] {
        try await session.query(
            Statement(
                """
                \(Self.chosen)
                ORDER BY at DESC, split_part(entry, '-', 1)::numeric DESC, split_part(entry, '-', 2)::numeric DESC
                LIMIT $5
                """,
                parameters: selection.parameters + [.int8(Int64(selection.limit))]
            )
        ).map(Row.init)
    }

    /// What ``Selection/parameters`` choose.
    static let chosen = """
        SELECT source, id, code, field, detail, raw::text, encoded::text[], is_cut, stream, entry, at
        FROM api.rejected AS r
        WHERE ($1::text IS NULL OR entry = $1) AND ($2::text IS NULL OR source = $2)
          AND ($3::text IS NULL OR code = $3) AND ($4::text IS NULL OR id = $4 OR entry = $4 OR conversation = $4)
        """
}

extension RejectedEntries.Selection {
    /// The first four of a statement.
    var parameters: [Parameter] { [entry, source, code, name].map { $0.map(Parameter.text) ?? .null } }
}

extension RejectedEntries.Row {
    init(_ row: Row) {
        self.init(
            source: row.textOrNull(0),
            id: row.textOrNull(1),
            code: row.text(2),
            field: row.text(3),
            detail: row.text(4),
            raw: row.text(5),
            encoded: Set(row.texts(6).compactMap { $0.flatMap { Int($0) } }),
            isCut: row.bool(7),
            stream: row.text(8),
            entry: row.text(9),
            at: Instant(microseconds: row.timestamp(10))
        )
    }

    /// The names and values as they were received, as bytes; nil when not all of them were kept.
    var fields: [(name: [UInt8], value: [UInt8])]? {
        guard !isCut, case .array(let pairs)? = try? JSONValue(parsing: raw) else { return nil }
        var fields: [(name: [UInt8], value: [UInt8])] = []
        for (place, pair) in pairs.enumerated() {
            guard case .array(let parts) = pair, parts.count == 2, let name = bytes(parts[0], at: 2 * place),
                let value = bytes(parts[1], at: 2 * place + 1)
            else { return nil }
            fields.append((name, value))
        }
        return fields.isEmpty ? nil : fields
    }

    /// The command that publishes the entry again; nil when not all of it was kept.
    func command(keys: Keys) -> Command? {
        guard let fields else { return nil }
        var command: Command = ["XADD", "\(keys.prefix):\(stream)", "*"]
        for field in fields {
            command.append(bytes: field.name)
            command.append(bytes: field.value)
        }
        return command
    }

    var json: JSONValue {
        [
            "source": .text(source), "id": .text(id), "code": .string(code), "field": .string(field),
            "detail": .string(detail), "raw": (try? JSONValue(parsing: raw)) ?? .string(raw),
            "cut": .bool(isCut), "stream": .string(stream), "entry": .string(entry), "at": .string(at.description),
        ]
    }

    private func bytes(_ value: JSONValue, at place: Int) -> [UInt8]? {
        guard let text = value.text else { return nil }
        return encoded.contains(place) ? Data(base64Encoded: text).map { Array($0) } : Array(text.utf8)
    }
}
