import Logging
package import Policy
package import Postgres
import Synchronization

/// The policy's newest version as a program's lanes see it.
///
/// Each lane rereads it about once a second; a version that this program cannot read leaves the one before in force.
package final class PolicyInForce: Sendable {
    private struct State {
        var version: Int64?
        var document: Policy.Document?
    }

    private let state = Mutex(State())
    private let logger: Logger

    /// A policy that is still to be read, for the program of that name.
    package init(program: String) {
        logger = Logger(label: program)
    }

    /// What holds; nil until it was read once.
    package var document: Policy.Document? { state.withLock { $0.document } }

    /// Takes up a newer version if there is one; before the first is applied, the default policy holds.
    ///
    /// - Returns: What holds from now on, when that is news.
    /// - Throws: `PostgresError`, and `PolicyFaults` when no version could be read yet.
    package func reread(on session: PostgresSession) async throws -> Policy.Document? {
        let known = state.withLock { $0.version }
        if let newest = try await session.query(NewestVersion.after(known ?? -1)).first {
            return try take(version: newest.int(0), yaml: newest.text(1))
        }
        return known == nil ? try take(version: 0, yaml: DefaultPolicy.yaml) : nil
    }

    private func take(version: Int64, yaml: String) throws -> Policy.Document? {
        do {
            let document = try Policy.Document(yaml: yaml)
            state.withLock { $0 = State(version: version, document: document) }
            logger.info("The policy was taken up", metadata: ["version": "\(version)"])
            return document
        } catch {
            guard document != nil else { throw error }
            state.withLock { $0.version = version }
            logger.error(
                "The policy before was kept, since this program cannot read the newest one; upgrade it or apply another",
                metadata: ["version": "\(version)", "fault": "\(error)"]
            )
            return nil
        }
    }
}

/// The statement that reads the newest version of the policy.
private enum NewestVersion {
    static func after(_ version: Int64) -> Statement {
        Statement(
            "SELECT version, yaml FROM policy.versions WHERE version > $1 ORDER BY version DESC LIMIT 1",
            .int8(version)
        )
    }
}
