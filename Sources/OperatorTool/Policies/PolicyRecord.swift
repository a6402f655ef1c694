import Contract
import Policy
import Postgres

/// The versions of the policy with when and by whom each was applied.
struct PolicyRecord {
    /// One version.
    struct Version: Sendable {
        var number: Int
        var yaml: String
        var digest: String
        var appliedAt: Instant
        var appliedBy: String
    }

    let session: PostgresSession

    /// All versions, newest first.
    func versions() async throws -> [Version] { try await rows("ORDER BY version DESC") }

    /// That version alone, or the one that holds; none where there is no such version.
    func versions(_ number: Int?) async throws -> [Version] {
        guard let number else {
            let newest = try await rows("ORDER BY version DESC LIMIT 1")
            return newest.isEmpty ? [.standard] : newest
        }
        return number == 0 ? [.standard] : try await rows("WHERE version = \(number)")
    }

    private func rows(_ clause: String) async throws -> [Version] {
        let rows = try await session.query(
            Statement("SELECT version, yaml, digest, applied_at, applied_by FROM policy.versions \(clause)")
        )
        return rows.map { row in
            Version(
                number: Int(row.int(0)),
                yaml: row.text(1),
                digest: row.text(2),
                appliedAt: Instant(microseconds: row.timestamp(3)),
                appliedBy: row.text(4)
            )
        }
    }
}

extension PolicyRecord.Version {
    /// What holds before a version is applied.
    fileprivate static var standard: Self {
        let yaml = DefaultPolicy.yaml
        return Self(
            number: 0,
            yaml: yaml,
            digest: SHA256Text.of(Array(yaml.utf8)),
            appliedAt: Instant(microseconds: 0),
            appliedBy: "saypro"
        )
    }

    /// The version for machines.
    func json(withText: Bool) -> JSONValue {
        let members: [(String, JSONValue)] = [
            ("version", .integer(Int64(number))), ("digest", .string(digest)),
            ("applied_at", number == 0 ? .null : .string(appliedAt.description)),
            ("applied_by", number == 0 ? .null : .string(appliedBy)),
        ]
        let text = withText ? [("yaml", JSONValue.string(yaml))] : []
        return .object((members + text).map { JSONValue.Member(name: $0.0, value: $0.1) })
    }
}
