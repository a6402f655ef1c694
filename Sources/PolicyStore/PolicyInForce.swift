import Logging
package import Policy
package import Postgres
import Synchronization

/// The policy's newest version as a program's lanes see it.
///
/// Each lane rereads it every second or two; a version that this program cannot read leaves the one before in force.
package final class PolicyInForce: Sendable {
    private struct State {
        /// The newest version that was looked at.
        var version: Int64?
        /// The version of the document.
        var documentVersion: Int64?
        var document: Policy.Document?
    }

    private let state = Mutex(State())
    private let program: String
    /// Made when there is something to say: a stage may exist before its program has settled how it logs.
    private var logger: Logger { Logger(label: program) }

    /// A policy that is still to be read, for the program of that name.
    package init(program: String) {
        self.program = program
    }

    /// What holds; nil until it was read once.
    package var document: Policy.Document? { state.withLock { $0.document } }

    /// What holds with the number of its version, 0 for the default policy before one is applied; nil until it was read.
    package var current: (version: Int64, document: Policy.Document)? {
        state.withLock { state in
            guard let version = state.documentVersion, let document = state.document else { return nil }
            return (version, document)
        }
    }

    /// Takes up a newer version if there is one; before the first is applied, the default policy holds.
    ///
    /// - Returns: What holds from now on, when that is news.
    /// - Throws: `PostgresError`, and `PolicyFaults` when no version could be read yet.
    package func reread(on session: PostgresSession) async throws -> Policy.Document? {
        let known = state.withLock { $0.version }
        if let newest = try await session.query(NewestVersion.after(known ?? -1)).first {
            let version = newest.int(0)
            let files = try await session.query(FilesOfVersion.statement(version))
            let kept = Dictionary(files.map { ($0.text(0), $0.text(1)) }) { $1 }
            return try take(version: version, yaml: newest.text(1), KeptFiles(kept))
        }
        return known == nil ? try take(version: 0, yaml: DefaultPolicy.yaml, DefaultPolicy.files) : nil
    }

    private func take(version: Int64, yaml: String, _ files: KeptFiles) throws -> Policy.Document? {
        do {
            let document = try Policy.Document(yaml: yaml, files: files)
            state.withLock { $0 = State(version: version, documentVersion: version, document: document) }
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

/// The statement that reads the files that are kept with a version.
private enum FilesOfVersion {
    static func statement(_ version: Int64) -> Statement {
        Statement("SELECT path, text FROM policy.files WHERE version = $1", .int8(version))
    }
}
