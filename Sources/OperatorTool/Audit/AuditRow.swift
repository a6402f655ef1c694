import Contract
import Postgres

/// One row of the audit, as the chain covers it.
struct AuditRow: Sendable, Equatable {
    var id: Int64
    var at: Instant
    var actor: String
    var action: String
    var subject: String
    /// The detail as PostgreSQL writes it, byte for byte.
    var detail: String
    var previous: [UInt8]
    var hash: [UInt8]

    /// The rows after one, in order.
    static func read(_ session: PostgresSession, after id: Int64, limit: Int) async throws -> [AuditRow] {
        let rows = try await session.query(
            Statement(
                """
                SELECT id, at, actor, action, subject, detail::text, previous, hash FROM pipeline.audit
                WHERE id > $1 ORDER BY id LIMIT $2
                """,
                .int8(id),
                .int8(Int64(limit))
            )
        )
        return rows.map(AuditRow.init)
    }

    init(_ row: Row) {
        id = row.int(0)
        at = Instant(microseconds: row.timestamp(1))
        actor = row.text(2)
        action = row.text(3)
        subject = row.text(4)
        detail = row.text(5)
        previous = row.bytes(6)
        hash = row.bytes(7)
    }

    /// What the hash has to be: it covers the hash before and each part with its length, so that nothing can move between
    /// two parts.
    var expectedHash: [UInt8] {
        let parts = ["\(id)", "\(at.microseconds)", actor, action, subject, detail]
        let text = parts.map { "\($0.utf8.count):\($0);" }.joined()
        return SHA256Text.bytes(of: previous + Array(text.utf8))
    }

    var json: JSONValue {
        [
            "id": .integer(id), "at": .string(at.description), "actor": .string(actor), "action": .string(action),
            "subject": .string(subject), "detail": (try? JSONValue(parsing: detail)) ?? .string(detail),
            "hash": .string(Hexadecimal.text(of: hash)),
        ]
    }
}
