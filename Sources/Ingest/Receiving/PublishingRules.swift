import Contract
import Foundation
import Logging
import Policy
import PolicyStore
import Postgres
import Synchronization

/// What publishers may do at present: the policy's newest version, with the signing keys that could be read.
final class PublishingRules: Sendable {
    private struct State {
        var rules: InboundRules?
        var validator: InboundValidator?
        var missingKeys: [String] = []
    }

    private let secrets: String?
    private let policy = PolicyInForce(program: "ingest")
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
        _ = try await policy.reread(on: session)
        rereadKeys()
    }

    private func rereadKeys() {
        guard let document = policy.document else { return }
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
