import Contract
import Pipeline
import Postgres

/// Looks whether a PostgreSQL database is set and migrated as the system needs it.
struct DatabaseExamination {
    let session: PostgresSession
    var steps = Migrator.allSteps
    /// What `psql` needs to reach the server as this login; nil where a command line cannot say it.
    var client: String? = "psql \"$DATABASE_URL\""
    /// The administrator's `psql`, where PostgreSQL runs: nobody else may alter its settings.
    static let administrator = "runuser -u postgres -- psql"

    func findings() async throws -> [Finding] {
        var findings = try await server()
        findings.append(try await roles())
        findings += try await schema()
        return findings
    }

    private func server() async throws -> [Finding] {
        let rows = try await session.query(
            Statement(
                """
                SELECT current_setting('server_version_num')::int, current_setting('server_version'),
                       current_setting('fsync'), current_setting('synchronous_commit'),
                       current_setting('full_page_writes'), current_setting('max_connections')::int,
                       (SELECT sum(numbackends)::int FROM pg_stat_database), current_setting('server_encoding'),
                       current_setting('is_superuser')::bool, current_setting('synchronous_standby_names'),
                       -- Who may not see more of the others sees that they are there.
                       (SELECT count(*) FROM pg_stat_replication WHERE state IS DISTINCT FROM 'backup')
                """
            )
        )
        guard let row = rows.first else { return [] }
        let client = row.bool(8) ? client ?? Self.administrator : Self.administrator
        var findings = [Self.version(Int(row.int(0)), row.text(1)), Self.encoding(row.text(7))]
        for (name, value) in [("fsync", row.text(2)), ("full_page_writes", row.text(4))] {
            findings.append(
                value == "on"
                    ? .fine("postgresql \(name)", "on")
                    : .mend(
                        "postgresql \(name)",
                        "is off: a crash of the machine can destroy the database",
                        do: "\(client) -c 'ALTER SYSTEM SET \(name) = on' -c 'SELECT pg_reload_conf()'"
                    )
            )
        }
        findings.append(Self.commit(row.text(3), client: client))
        if let finding = Self.standbys(Int(row.int(10)), synchronous: row.text(9), client: client) {
            findings.append(finding)
        }
        findings.append(Self.connections(used: Int(row.int(6)), most: Int(row.int(5)), client: client))
        findings.append(try await timeouts())
        return findings
    }

    static func version(_ number: Int, _ text: String) -> Finding {
        guard number < 150_000 else { return .fine("postgresql version", text) }
        return .mend("postgresql version", "\(text) is too old", do: "install PostgreSQL 15 or newer")
    }

    /// A server that was set up without a locale makes databases of bytes, in which texts are neither counted nor compared
    /// as letters.
    static func encoding(_ value: String) -> Finding {
        guard value != "UTF8" else { return .fine("postgresql encoding", value) }
        return .mend(
            "postgresql encoding",
            "is \(value): texts are not kept as letters",
            do: "createdb --encoding UTF8 --locale C.UTF-8 --template template0 NAME  # and migrate that one"
        )
    }

    static func commit(_ value: String, client: String = Self.administrator) -> Finding {
        guard value == "off" else { return .fine("postgresql synchronous_commit", value) }
        return .mend(
            "postgresql synchronous_commit",
            "is off: what was accepted can be lost in a crash",
            do: "\(client) -c 'ALTER SYSTEM SET synchronous_commit = on' -c 'SELECT pg_reload_conf()'"
        )
    }

    /// Whether what was accepted is on a standby too before its publisher is told so.
    static func standbys(_ connected: Int, synchronous names: String, client: String = Self.administrator) -> Finding? {
        let check = "postgresql synchronous_standby_names"
        guard names.isEmpty else { return .fine(check, "'\(names)', \(connected) connected") }
        guard connected > 0 else { return nil }
        return .advice(
            check,
            "is empty while \(connected) standby\(connected == 1 ? " is" : "s are") connected: "
                + "a promotion may then lose what was accepted",
            do: "\(client) -c \"ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'\" -c 'SELECT pg_reload_conf()'"
        )
    }

    /// What it means that there is no session, with the SQLSTATE of the refusal where the server refused.
    static func unreached(_ error: PostgresError, state: String?, place: String) -> Finding {
        guard let state, ["28P01", "28000"].contains(state) else {
            let mend = "start it, createdb saypro, or mend the address in \(place)"
            return .mend("postgresql", "cannot be reached: \(error.message)", do: mend)
        }
        return .mend(
            "postgresql",
            "refuses the login: \(error.message)",
            do: "compare the login in \(place) with pg_hba.conf, or set its password anew: \\password in psql"
        )
    }

    private static func connections(used: Int, most: Int, client: String) -> Finding {
        guard most - used < 20 else {
            return .fine("postgresql max_connections", "\(used) of \(most) used; each lane needs one")
        }
        return .mend(
            "postgresql max_connections",
            "\(used) of \(most) are used; each lane needs one",
            do: "\(client) -c 'ALTER SYSTEM SET max_connections = \(most + 100)'  # then restart PostgreSQL"
        )
    }

    /// The timeouts by which a hung owner loses its partitions must be ones that a session can set.
    private func timeouts() async throws -> Finding {
        let settings = [
            "idle_session_timeout", "idle_in_transaction_session_timeout", "statement_timeout",
            "client_connection_check_interval",
        ]
        var refused: [String] = []
        for setting in settings {
            do {
                _ = try await session.query(
                    Statement("SELECT set_config($1, '30s', false), set_config($1, '0', false)", .text(setting))
                )
            } catch {
                guard error.kind == .server else { throw error }
                refused.append(setting)
            }
        }
        guard !refused.isEmpty else { return .fine("postgresql timeouts", "sessions can set all four") }
        return .mend(
            "postgresql timeouts",
            "a session cannot set \(refused.joined(separator: ", ")): a hung worker would keep its partitions",
            do: "connect directly, not through a pooling proxy, to PostgreSQL 15 or newer on Linux"
        )
    }

    private func roles() async throws -> Finding {
        let wanted = StageName.all.map { "saypro_\($0.sqlName)" } + ["saypro_reader", "saypro_operator"]
        let rows = try await session.query(
            Statement(
                "SELECT name FROM unnest($1::text[]) AS name WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)",
                .texts(wanted)
            )
        )
        guard !rows.isEmpty else { return .fine("postgresql roles", "all \(wanted.count) are there") }
        let missing = rows.map { $0.text(0) }.joined(separator: ", ")
        return .mend("postgresql roles", "missing: \(missing)", do: "saypro migrate")
    }

    private func schema() async throws -> [Finding] {
        let recorded = try await SchemaRecord.read(session)
        do throws(ToolFailure) {
            try SchemaRecord.check(recorded, against: steps)
        } catch {
            return [.mend("schema", error.message, do: "install the saypro that goes with this database")]
        }
        let missing = steps.filter { step in !recorded.contains { $0.step == step.identity } }
        guard missing.isEmpty else {
            let names = missing.map(\.identity).joined(separator: ", ")
            return [.mend("schema", "lacks \(missing.count) steps: \(names)", do: "saypro migrate")]
        }
        var findings: [Finding] = [.fine("schema", "all \(steps.count) steps of this version")]
        let policy = try await PolicyVersions(session: session).current()
        findings.append(
            policy.map { .fine("policy", "version \($0.number) holds") }
                ?? .mend("policy", "there is none", do: "saypro migrate")
        )
        return findings
    }
}
