import ArgumentParser
import Contract
import Crypto
import Foundation
import Postgres
import Program

/// The command `saypro audit list|verify|checkpoint|key`.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Look at what operators and programs have decided, and prove that nobody has changed the record.",
        subcommands: [List.self, Verify.self, Checkpoint.self, Key.self]
    )

    /// The secret that checkpoints are signed with.
    static let secret = "audit-key"

    /// The command `saypro audit list`.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the newest rows of the audit.",
            discussion: "Example: saypro audit list --action policy.apply"
        )
        @Option(help: ArgumentHelp("Only what was done of this kind.", valueName: "action")) var action: String?
        @Option(help: "At most so many.") var limit = 50
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func validate() throws {
            guard limit > 0 else { throw ValidationError("--limit: a number from 1 is allowed") }
        }

        func run() async throws {
            let rows = try await connections.resolved().withDatabase { session in
                try await session.query(
                    Statement(
                        """
                        SELECT id, at, actor, action, subject, detail::text, previous, hash FROM pipeline.audit
                        WHERE $1::text IS NULL OR action = $1 ORDER BY id DESC LIMIT $2
                        """,
                        action.map(Parameter.text) ?? .null,
                        .int8(Int64(limit))
                    )
                ).map(AuditRow.init)
            }
            if output.json { return output.console.write(.array(rows.map(\.json))) }
            guard !rows.isEmpty else { return output.console.write("nothing was done") }
            var table = TextTable("ROW>", "AT", "BY", "ACTION", "SUBJECT", "DETAIL")
            for row in rows {
                table.add(["\(row.id)", row.at.description, row.actor, row.action, row.subject, row.detail])
            }
            table.lines.forEach { output.console.write($0) }
        }
    }

    /// The command `saypro audit verify`.
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Check every row against the chain and its checkpoints; status 1 and the first bad row otherwise.",
            discussion: """
                Whoever may write everything in the database could also make the chain anew, but not the checkpoints: give \
                the public key that you trust, and a checkpoint that was kept elsewhere.

                Example: saypro audit verify --public-key "$(cat audit-key.pub)" --checkpoint checkpoints.jsonl
                """
        )
        @Option(help: ArgumentHelp("The only key whose checkpoints count.", valueName: "base64")) var publicKey: String?
        @Option(help: ArgumentHelp("Checkpoints kept elsewhere, one a line.", valueName: "file"))
        var checkpoint: String?
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func validate() throws {
            guard let publicKey, Data(base64Encoded: publicKey)?.count != 32 else { return }
            throw ValidationError(
                "--public-key \(publicKey) is no key: it is 32 bytes in Base64, as saypro audit key prints them"
            )
        }

        func run() async throws {
            let kept = try checkpoint.map(Self.read) ?? []
            let connections = try connections.resolved()
            let chain = try await connections.withDatabase { session in
                var chain = AuditChain(try await AuditCheckpoint.read(session) + kept, trusting: publicKey)
                var after: Int64 = 0
                while chain.fault == nil {
                    let rows = try await AuditRow.read(session, after: after, limit: 1000)
                    guard let last = rows.last else { break }
                    for row in rows { chain.check(row) }
                    after = last.id
                }
                chain.finish()
                return chain
            }
            if output.json {
                output.console.write([
                    "rows": .integer(chain.rows), "confirmed": .integer(chain.confirmed),
                    "first_bad_row": .integer(chain.fault?.row), "fault": .text(chain.fault?.sentence),
                ])
            } else if let fault = chain.fault {
                output.console.write(fault.sentence)
            } else {
                let whose = publicKey == nil ? "" : " by that key"
                let rest = chain.confirmed == 0 ? "no checkpoint\(whose) confirms them: saypro audit checkpoint" : ""
                let upto = chain.confirmed > 0 ? "checkpoints confirm them up to row \(chain.confirmed)" : rest
                output.console.write("\(chain.rows) row\(chain.rows == 1 ? "" : "s"), unaltered; \(upto)")
            }
            // Who names a key asks for what it has signed.
            if chain.fault != nil || publicKey != nil && chain.confirmed == 0 { throw ExitCode(1) }
        }

        private static func read(_ path: String) throws -> [AuditCheckpoint] {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ToolFailure.failed("cannot read \(path): check that it is there and that you may read it")
            }
            return try String(decoding: data, as: UTF8.self).split(separator: "\n").map { line in
                guard let json = try? JSONValue(parsing: String(line)), let checkpoint = AuditCheckpoint(json: json)
                else { throw ToolFailure.failed("\(path) has a line that is no checkpoint") }
                return checkpoint
            }
        }
    }

    /// The command `saypro audit checkpoint`.
    struct Checkpoint: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Sign the audit as it is now, and print the checkpoint, to be kept where the database's owner cannot write.",
            discussion: """
                Needs the secret audit-key (saypro audit key). Do it every day, and send the line elsewhere.

                Example: saypro audit checkpoint >> /mnt/elsewhere/checkpoints.jsonl
                """
        )
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let connections = try connections.resolved()
            let key = try Self.key(connections)
            let checkpoint = try await connections.withDatabase { session in
                let last = try await session.query(Statement("SELECT coalesce(max(id), 0) FROM pipeline.audit"))
                guard let row = try await AuditRow.read(session, after: (last.first?.int(0) ?? 0) - 1, limit: 1).first
                else {
                    throw ToolFailure.failed("the audit is empty: there is nothing to sign")
                }
                let checkpoint = try AuditCheckpoint.sign(row, at: .now(), with: key)
                _ = try await session.query(checkpoint.insert)
                return checkpoint
            }
            Surroundings.current.console.write(checkpoint.json)
        }

        private static func key(_ connections: Connections) throws -> Curve25519.Signing.PrivateKey {
            guard let bytes = try connections.secrets?.secret(AuditCommand.secret) else {
                throw ToolFailure.configuration(
                    "SAYPRO_SECRETS has no secret \(AuditCommand.secret): one is made by \(Key.example)"
                )
            }
            guard let raw = Data(base64Encoded: Data(bytes)),
                let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: raw)
            else {
                throw ToolFailure.configuration(
                    "the secret \(AuditCommand.secret) is no key: one is made by \(Key.example)"
                )
            }
            return key
        }
    }

    /// The command `saypro audit key`.
    struct Key: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Make a key for checkpoints: the secret on standard output, its public key on standard error.",
            discussion: "Example: \(example)"
        )
        /// The command that makes a key which nobody else can read.
        static let example = "(umask 077; saypro audit key > secrets/audit-key 2> audit-key.pub)"

        func run() throws {
            let key = Curve25519.Signing.PrivateKey()
            let console = Surroundings.current.console
            console.write(key.rawRepresentation.base64EncodedString())
            console.report(key.publicKey.rawRepresentation.base64EncodedString())
        }
    }
}
