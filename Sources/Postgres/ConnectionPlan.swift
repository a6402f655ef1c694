/// All that libpq is told to open a session, in the order in which later parameters override earlier ones.
struct ConnectionPlan {
    /// What applies unless the URI says otherwise: a dead peer is noticed within about ten seconds, and Kerberos, which
    /// libpq would ask for tickets first, is left out.
    private static let defaults = [
        ("keepalives", "1"),
        ("keepalives_idle", "5"),
        ("keepalives_interval", "2"),
        ("keepalives_count", "3"),
        ("tcp_user_timeout", "10000"),
        ("gssencmode", "disable"),
    ]

    let keywords: [String]
    let values: [String]

    init(url: PostgresURL, applicationName: String, settings: [String: String], connectTimeout: Duration) {
        var parameters = Self.defaults
        parameters.append(("connect_timeout", String(Self.seconds(connectTimeout, per: url))))
        parameters.append(("application_name", applicationName))
        parameters.append(("dbname", url.text))
        parameters.append(("client_encoding", "UTF8"))
        let options = Self.options(adding: settings, to: url.value(of: "options"))
        if !options.isEmpty { parameters.append(("options", options)) }
        keywords = parameters.map(\.0)
        values = parameters.map(\.1)
    }

    /// libpq's limit for one host, so that all of them together stay about within the caller's.
    private static func seconds(_ timeout: Duration, per url: PostgresURL) -> Int64 {
        let hosts = Int64((url.value(of: "host") ?? "").split(separator: ",").count)
        let whole = timeout.components.seconds + (timeout.components.attoseconds > 0 ? 1 : 0)
        // libpq takes anything below two seconds as two.
        return max(2, whole / max(1, hosts))
    }

    /// Settings of the session in the form of the server's command line.
    private static func options(adding settings: [String: String], to given: String?) -> String {
        var words = given.map { [$0] } ?? []
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            words.append("-c \(escaped(name))=\(escaped(value))")
        }
        return words.joined(separator: " ")
    }

    private static func escaped(_ word: String) -> String {
        String(word.flatMap { $0 == "\\" || $0.isWhitespace ? ["\\", $0] : [$0] })
    }
}
