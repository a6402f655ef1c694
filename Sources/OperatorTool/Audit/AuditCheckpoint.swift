import Contract
import Crypto
import Foundation
import Postgres

/// That the audit ended with this row and this hash at a time, signed by a key that the database does not have.
struct AuditCheckpoint: Sendable, Equatable {
    var id: Int64
    /// The hash of the row, in hexadecimal digits.
    var hash: String
    var madeAt: Instant
    /// The Ed25519 key that its signature is checked with, in Base64.
    var publicKey: String
    var signature: [UInt8]

    /// A checkpoint of the audit's last row.
    static func sign(
        _ row: AuditRow,
        at now: Instant,
        with key: Curve25519.Signing.PrivateKey
    ) throws -> AuditCheckpoint {
        var checkpoint = AuditCheckpoint(
            id: row.id,
            hash: Hexadecimal.text(of: row.hash),
            madeAt: now,
            publicKey: key.publicKey.rawRepresentation.base64EncodedString(),
            signature: []
        )
        checkpoint.signature = Array(try key.signature(for: Data(checkpoint.message.utf8)))
        return checkpoint
    }

    /// The checkpoints that are kept in the database.
    static func read(_ session: PostgresSession) async throws -> [AuditCheckpoint] {
        try await session.query(
            Statement(
                "SELECT id, hash, made_at, public_key, signature FROM pipeline.audit_checkpoints ORDER BY id, made_at"
            )
        ).map { row in
            AuditCheckpoint(
                id: row.int(0),
                hash: Hexadecimal.text(of: row.bytes(1)),
                madeAt: Instant(microseconds: row.timestamp(2)),
                publicKey: row.text(3),
                signature: row.bytes(4)
            )
        }
    }

    /// A checkpoint that was kept elsewhere, as ``json`` wrote it.
    init?(json: JSONValue) {
        guard let id = json["id"]?.integer, let hash = json["hash"]?.text,
            let madeAt = json["made_at"]?.text.flatMap({ Instant(rfc3339: $0) }), let key = json["public_key"]?.text,
            let signature = json["signature"]?.text.flatMap({ Data(base64Encoded: $0) })
        else { return nil }
        self.init(id: id, hash: hash, madeAt: madeAt, publicKey: key, signature: Array(signature))
    }

    init(id: Int64, hash: String, madeAt: Instant, publicKey: String, signature: [UInt8]) {
        self.id = id
        self.hash = hash
        self.madeAt = madeAt
        self.publicKey = publicKey
        self.signature = signature
    }

    /// Whether the signature is that of the checkpoint's key.
    var isSigned: Bool {
        guard let raw = Data(base64Encoded: publicKey),
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: raw)
        else { return false }
        return key.isValidSignature(Data(signature), for: Data(message.utf8))
    }

    /// The statement that keeps it; one that is there already stays.
    var insert: Statement {
        Statement(
            """
            INSERT INTO pipeline.audit_checkpoints (id, hash, made_at, public_key, signature)
            VALUES ($1, decode($2, 'hex'), $3, $4, $5) ON CONFLICT DO NOTHING
            """,
            .int8(id),
            .text(hash),
            .timestamp(madeAt.microseconds),
            .text(publicKey),
            .bytes(signature)
        )
    }

    var json: JSONValue {
        [
            "id": .integer(id), "hash": .string(hash), "made_at": .string(madeAt.description),
            "public_key": .string(publicKey), "signature": .string(Data(signature).base64EncodedString()),
        ]
    }

    private var message: String { "saypro audit checkpoint 1\n\(id)\n\(hash)\n\(madeAt.microseconds)\n" }
}
