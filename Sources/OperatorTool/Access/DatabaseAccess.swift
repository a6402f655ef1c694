import Pipeline

/// The PostgreSQL logins of an installation: one for each program, a member of the role that has the program's rights.
struct DatabaseAccess {
    /// Which login is for what.
    struct Login: Sendable, Equatable {
        var name: String
        var role: String
        var purpose: String
    }

    let database: String

    /// All logins: the programs, the operator, and who reads the views.
    var logins: [Login] {
        StageName.all.map { stage in
            Login(
                name: "saypro_\(stage.sqlName)_login",
                role: "saypro_\(stage.sqlName)",
                purpose: "the program \(stage)"
            )
        } + [
            Login(
                name: "saypro_operator_login",
                role: "saypro_operator",
                purpose: "operators with saypro (not migrate)"
            ),
            Login(
                name: "saypro_reader_login",
                role: "saypro_reader",
                purpose: "dashboards and services: the views of api"
            ),
        ]
    }

    /// The SQL that makes the logins; it may be repeated.
    var sql: String {
        var text = """
            -- One login for each program, a member of the role with its rights. Run it after `saypro migrate`, as the
            -- user who migrates:  saypro roles sql | psql "$DATABASE_URL"
            -- None has a password: set one with \\password NAME in psql, or use peer or certificate authentication.

            REVOKE CONNECT, TEMPORARY ON DATABASE \(quoted(database)) FROM PUBLIC;

            """
        for login in logins {
            text += """

                -- \(login.purpose)
                DO $$ BEGIN CREATE ROLE \(login.name) LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
                GRANT \(login.role) TO \(login.name);
                GRANT CONNECT ON DATABASE \(quoted(database)) TO \(login.role);

                """
        }
        return text
    }

    private func quoted(_ name: String) -> String { "\"" + name.replacing("\"", with: "\"\"") + "\"" }
}
