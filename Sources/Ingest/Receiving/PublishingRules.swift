import Contract
import Foundation
import Logging
import Policy
import Postgres
import Synchronization

/// What publishers may do at present: the policy's newest version, with the signing keys that could be read.
///
/// Reread by each lane about once a second; a version that this program cannot read leaves the one before in force.
final class PublishingRules: Sendable {
    private struct State {
        var version: Int64?
        var document: Policy.Document?
        var rules: InboundRules?
        var validator: InboundValidator?
        var missingKeys: [String] = []
    }

    private let secrets: String?
    private let logger = Logger(label: "ingest")
    private let state = Mutex(State())

    init(secrets: String?) {
        self.secrets = secrets
    }

    /// The validator of the rules in force; nil until they were read once.
    var validator: InboundValidator? { state.withLock { $0.validator } }

    /// The rules in force; nil until they were read once.
    var current: InboundRules? { state.withLock { $0.rules } }

    /// The sources that have a door of their own.
    var privateDoors: [SourceID] { current?.privateDoors ?? [] }

    /// Takes up a newer version of the policy if there is one, and keys that came, changed or went.
    func reread(on session: PostgresSession) async throws {
        let known = state.withLock { $0.version }
        if let row = try await session.query(Self.newest(after: known ?? -1)).first {
            try take(version: row.int(0), yaml: row.text(1))
        } else if known == nil {
            try take(version: 0, yaml: DefaultPolicy.yaml)
        }
        rereadKeys()
    }

    private static func newest(after version: Int64) -> Statement {
        Statement(
            "SELECT version, yaml FROM policy.versions WHERE version > $1 ORDER BY version DESC LIMIT 1",
            .int8(version)
        )
    }

    private func take(version: Int64, yaml: String) throws {
        do {
            let document = try Policy.Document(yaml: yaml)
            state.withLock { state in
                state.version = version
                state.document = document
            }
            logger.info("took up the policy", metadata: ["version": "\(version)"])
        } catch {
            guard state.withLock({ $0.document != nil }) else { throw error }
            state.withLock { $0.version = version }
            logger.error(
                "kept the policy before, since this program cannot read the newest one; upgrade it or apply another",
                metadata: ["version": "\(version)", "fault": "\(error)"]
            )
        }
    }

    private func rereadKeys() {
        guard let document = state.withLock({ $0.document }) else { return }
        var keys: [String: [UInt8]] = [:]
        for name in document.keyNames { keys[name] = key(named: name) }
        let rules = document.inboundRules(keys: keys)
        let missing = document.keyNames.filter { keys[$0] == nil }
        let isNews = state.withLock { state in
            if state.rules != rules {
                state.rules = rules
                state.validator = InboundValidator(rules: rules)
            }
            defer { state.missingKeys = missing }
            return state.missingKeys != missing
        }
        guard isNews else { return }
        for name in missing {
            logger.warning(
                "found no signing key; entries of the sources that sign with it are refused until its file is there",
                metadata: ["key": "\(name)"]
            )
        }
    }

    /// The bytes of a secret file less one newline at its end.
    private func key(named name: String) -> [UInt8]? {
        guard let secrets, !name.isEmpty, !name.contains("/"),
            var key = FileManager.default.contents(atPath: "\(secrets)/\(name)").map(Array.init)
        else { return nil }
        if key.last == UInt8(ascii: "\n") { key.removeLast() }
        return key.isEmpty ? nil : key
    }
}
