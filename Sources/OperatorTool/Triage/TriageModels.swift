import Contract
import Postgres
import Triage

/// The trained models in the database: immutable, numbered from 1, the last one holds.
struct TriageModels {
    /// One model, without its weights.
    struct Row: Sendable {
        var version: Int
        var trainedAt: Instant
        var trainedBy: String
        var examples: Int
        var accuracy: Double?
        var macroF1: Double?
        /// The confidence from which on 95 % were right.
        var sureFrom: Double?
        var note: String?
        var digest: String
    }

    /// A model that is to be stored, with the figures of the one that was measured.
    struct Draft {
        var model: TriageModel
        var examples: Int
        var accuracy: Double
        var macroF1: Double
        var sureFrom: Double?
        var note: String?
        /// What it learned from.
        var files: [String]
    }

    let session: PostgresSession

    /// The models, newest first.
    func rows() async throws -> [Row] {
        let rows = try await session.query(
            Statement(
                """
                SELECT version, trained_at, trained_by, examples, accuracy::float8, macro_f1::float8, sure_from::float8,
                       note, digest
                FROM router.triage_models ORDER BY version DESC
                """
            )
        )
        return rows.map { row in
            Row(
                version: Int(row.int(0)),
                trainedAt: Instant(microseconds: row.timestamp(1)),
                trainedBy: row.text(2),
                examples: Int(row.int(3)),
                accuracy: row.doubleOrNull(4),
                macroF1: row.doubleOrNull(5),
                sureFrom: row.doubleOrNull(6),
                note: row.textOrNull(7),
                digest: row.text(8)
            )
        }
    }

    /// Adds a model as the next version and answers its number.
    func add(_ draft: Draft) async throws -> Int {
        let bytes = draft.model.serialized
        let digest = SHA256Text.of(bytes)
        let rows = try await session.inTransaction([
            Statement("SELECT pg_advisory_xact_lock(hashtext('router.triage_models'))"),
            Statement(
                """
                INSERT INTO router.triage_models (version, model, digest, examples, accuracy, macro_f1, sure_from, note)
                SELECT coalesce(max(version), 0) + 1, $1, $2, $3, round($4::numeric, 4), round($5::numeric, 4),
                       round($6::float8::numeric, 4), $7::text
                FROM router.triage_models
                RETURNING version
                """,
                .bytes(bytes),
                .text(digest),
                .int4(Int32(clamping: draft.examples)),
                .double(draft.accuracy),
                .double(draft.macroF1),
                draft.sureFrom.map { .double($0) } ?? .null,
                .optional(draft.note)
            ),
            Audit.row(
                action: "triage.train",
                subject: digest,
                detail: [
                    "files": .array(draft.files.map { .string($0) }), "examples": .integer(Int64(draft.examples)),
                    "accuracy": .double(draft.accuracy), "macro_f1": .double(draft.macroF1),
                ]
            ),
        ])
        return rows[1].first.map { Int($0.int(0)) } ?? 0
    }
}

extension TriageModels.Row {
    var json: JSONValue {
        [
            "version": .integer(Int64(version)), "trained_at": .string(trainedAt.description),
            "trained_by": .string(trainedBy), "examples": .integer(Int64(examples)),
            "accuracy": accuracy.map { .double($0) } ?? .null, "macro_f1": macroF1.map { .double($0) } ?? .null,
            "sure_from": sureFrom.map { .double($0) } ?? .null, "note": .text(note), "digest": .string(digest),
        ]
    }
}
