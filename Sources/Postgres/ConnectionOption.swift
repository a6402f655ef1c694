internal import CLibpq

/// One of libpq's connection parameters with its value.
struct ConnectionOption: Sendable, Equatable {
    let keyword: String
    let value: String
    /// Whether libpq marks the value as a password.
    let isSecret: Bool

    /// Reads a connection URI with libpq's own parser.
    static func parse(_ uri: String) throws(PostgresURLFault) -> [Self] {
        var message: UnsafeMutablePointer<CChar>?
        // Safe because libpq allocates both answers and each is freed below, after it was copied.
        guard let parsed = unsafe PQconninfoParse(uri, &message) else {
            defer { unsafe PQfreemem(message) }
            throw PostgresURLFault(reason: shown(unsafe message.map { unsafe String(cString: $0) } ?? "malformed"))
        }
        defer { unsafe PQconninfoFree(parsed) }
        var options: [Self] = []
        var next = unsafe parsed
        while let keyword = unsafe next.pointee.keyword {
            if let value = unsafe next.pointee.val {
                let display = unsafe next.pointee.dispchar.map { unsafe String(cString: $0) }
                options.append(
                    Self(
                        keyword: unsafe String(cString: keyword),
                        value: unsafe String(cString: value),
                        isSecret: display == "*"
                    )
                )
            }
            unsafe next += 1
        }
        return options
    }

    /// Keeps of libpq's sentence what stands before the part of the URI that it repeats.
    private static func shown(_ message: String) -> String {
        let sentence = message.firstRange(of: ": \"").map { message[..<$0.lowerBound] } ?? message[...]
        return "libpq says \"\(sentence.filter { !$0.isNewline })\"; "
            + "characters such as @ : / ? # % inside a name or password must be written as %40 and so on"
    }

    /// What libpq would refuse only when it connects.
    static func fault(in options: [Self]) -> String? {
        for option in options {
            switch option.keyword {
            case "port":
                let ports = option.value.split(separator: ",", omittingEmptySubsequences: false)
                let areValid = ports.allSatisfy { $0.isEmpty || Int($0).map { (1...65_535).contains($0) } ?? false }
                if !areValid { return "the port must be a number from 1 to 65535" }
            case "connect_timeout", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count",
                "tcp_user_timeout":
                if Int32(option.value) == nil { return "\(option.keyword) must be a whole number" }
            default:
                guard let allowed = choices[option.keyword], !allowed.contains(option.value) else { continue }
                return "\(option.keyword) must be one of \(allowed.joined(separator: ", "))"
            }
        }
        return nil
    }

    private static let choices = [
        "sslmode": ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"],
        "target_session_attrs": ["any", "read-write", "read-only", "primary", "standby", "prefer-standby"],
        "gssencmode": ["disable", "prefer", "require"],
        "channel_binding": ["disable", "prefer", "require"],
    ]
}
