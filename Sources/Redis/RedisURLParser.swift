/// Takes an address of Redis apart, refusing what is unclear rather than guessing.
struct RedisURLParser {
    struct Parts {
        var addresses: [RedisURL.Address]
        var topology = RedisURL.Topology.server
        var user: String?
        var password: String?
        var database = 0
    }

    private let text: String

    init(_ text: String) {
        self.text = text
    }

    mutating func parse() throws(RedisURLFault) -> Parts {
        guard !text.isEmpty else { throw RedisURLFault("the value is empty; it must be \(RedisURLFault.shape)") }
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw RedisURLFault("spaces, control characters and letters outside ASCII must be percent-encoded (%20)")
        }
        guard !text.contains("#") else { throw RedisURLFault("a # must be written %23") }
        guard let (scheme, rest) = text.split(at: "://") else {
            throw RedisURLFault("it must begin with redis:// or unix://; the shape is \(RedisURLFault.shape)")
        }
        switch scheme.lowercased() {
        case "redis": return try parseTCP(rest)
        case "unix": return try parseUnix(rest)
        case "rediss":
            throw RedisURLFault("TLS to Redis is not supported (this hiredis has none); use redis:// or unix://")
        default:
            throw RedisURLFault("it must begin with redis:// or unix://; the shape is \(RedisURLFault.shape)")
        }
    }

    private func parseTCP(_ rest: Substring) throws(RedisURLFault) -> Parts {
        let (beforeQuery, query) = rest.split(at: "?") ?? (rest, nil)
        let master = try query.map(parseSentinel)
        let (authority, path) = beforeQuery.split(at: "/") ?? (beforeQuery, nil)
        if let path, path.contains("@") {
            throw RedisURLFault("a / in the user or the password must be written %2F")
        }
        let (login, place) = try splitLogin(authority)
        var parts = Parts(addresses: [])
        for host in place.split(separator: ",", omittingEmptySubsequences: false) {
            parts.addresses.append(try parseHost(host, otherwise: master == nil ? 6379 : 26379))
        }
        if let master {
            parts.topology = .sentinels(master: master)
        } else if parts.addresses.count > 1 {
            parts.topology = .cluster
        }
        try parseLogin(login, into: &parts)
        if let path, !path.isEmpty { parts.database = try parseDatabase(path) }
        guard parts.topology != .cluster || parts.database == 0 else {
            throw RedisURLFault("a Cluster has the database 0 only")
        }
        return parts
    }

    private func parseSentinel(_ query: Substring) throws(RedisURLFault) -> String {
        guard query.hasPrefix("sentinel="), !query.contains("&") else {
            throw RedisURLFault(
                "the only parameter of redis:// is ?sentinel=NAME; a ? in the password must be written %3F"
            )
        }
        let name = query.dropFirst("sentinel=".count)
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isPartOfHost) else {
            throw RedisURLFault("the master's name may hold letters, digits, dots, hyphens and underscores only")
        }
        return String(name)
    }

    private func parseUnix(_ rest: Substring) throws(RedisURLFault) -> Parts {
        let (beforeQuery, query) = rest.split(at: "?") ?? (rest, nil)
        let slash = beforeQuery.firstIndex(of: "/") ?? beforeQuery.endIndex
        let (login, place) = try splitLogin(beforeQuery[..<slash])
        guard place.isEmpty, slash < beforeQuery.endIndex else {
            throw RedisURLFault("a Unix socket needs an absolute path: unix:///path")
        }
        let path = try decode(beforeQuery[slash...])
        guard path.count > 1, !path.hasSuffix("/") else {
            throw RedisURLFault("the path of the Unix socket is missing")
        }
        guard path.utf8.count < 108 else {
            throw RedisURLFault("the path of a Unix socket may have at most 107 bytes")
        }
        guard !path.utf8.contains(0) else { throw RedisURLFault("the path of the Unix socket holds a NUL") }
        var parts = Parts(addresses: [.unix(path: path)])
        try parseLogin(login, into: &parts)
        guard let query else { return parts }
        guard query.hasPrefix("db=") else {
            throw RedisURLFault("the only parameter of unix:// is ?db=N")
        }
        parts.database = try parseDatabase(query.dropFirst(3))
        return parts
    }

    private func splitLogin(_ authority: Substring) throws(RedisURLFault) -> (login: Substring?, place: Substring) {
        guard let (login, place) = authority.split(at: "@") else { return (nil, authority) }
        guard !place.contains("@") else { throw RedisURLFault("an @ in the user or the password must be written %40") }
        return (login, place)
    }

    private func parseLogin(_ login: Substring?, into parts: inout Parts) throws(RedisURLFault) {
        guard let login else { return }
        guard let (user, password) = login.split(at: ":"), !password.isEmpty else {
            throw RedisURLFault("the login before the @ must be user:password, or :password for the default user")
        }
        guard !password.contains(":") else { throw RedisURLFault("a : in the password must be written %3A") }
        parts.user = user.isEmpty ? nil : try decode(user)
        parts.password = try decode(password)
    }

    private func parseHost(_ place: Substring, otherwise standard: Int) throws(RedisURLFault) -> RedisURL.Address {
        var host = String(place)
        var port: Substring?
        if place.hasPrefix("[") {
            guard let (inner, after) = place.dropFirst().split(at: "]"), after.isEmpty || after.hasPrefix(":") else {
                throw RedisURLFault("an IPv6 address must be written in brackets: [::1]:6379")
            }
            guard inner.contains(":"), inner.utf8.allSatisfy(Self.isPartOfIPv6) else {
                throw RedisURLFault("the brackets must hold an IPv6 address")
            }
            host = try decode(inner)
            port = after.isEmpty ? nil : after.dropFirst()
        } else if let (name, number) = place.split(at: ":") {
            guard !number.contains(":") else {
                throw RedisURLFault("there is more than one : in the host; IPv6 addresses go in brackets: [::1]:6379")
            }
            host = String(name)
            port = number
        }
        guard !host.isEmpty else { throw RedisURLFault("the host is missing; the shape is \(RedisURLFault.shape)") }
        guard place.hasPrefix("[") || host.utf8.allSatisfy(Self.isPartOfHost) else {
            throw RedisURLFault("the host may hold letters, digits, dots, hyphens and underscores only")
        }
        guard let port else { return .tcp(host: host, port: standard) }
        guard let number = Self.number(port), (1...65535).contains(number) else {
            throw RedisURLFault("the port must be a number from 1 to 65535")
        }
        return .tcp(host: host, port: number)
    }

    private func parseDatabase(_ text: Substring) throws(RedisURLFault) -> Int {
        guard let number = Self.number(text) else {
            throw RedisURLFault("the database must be a number, such as 0")
        }
        return number
    }

    private func decode(_ text: Substring) throws(RedisURLFault) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy(Self.isHexadecimal),
                let decoded = UInt8(String(digits) ?? "", radix: 16)
            else {
                throw RedisURLFault("a % must be followed by two hexadecimal digits; a % itself is written %25")
            }
            bytes.append(decoded)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw RedisURLFault("what the % signs encode is not valid UTF-8")
        }
        return decoded
    }

    private static func number(_ text: Substring) -> Int? {
        guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy(isDigit) else { return nil }
        return Int(text)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isPartOfHost(_ byte: UInt8) -> Bool {
        isDigit(byte) || isLetter(byte) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_")].contains(byte)
    }

    /// Hexadecimal groups, an embedded IPv4 address, and the zone after a % sign.
    private static func isPartOfIPv6(_ byte: UInt8) -> Bool {
        isPartOfHost(byte) || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "%")
    }
}

extension StringProtocol where SubSequence == Substring {
    /// What stands before and after the first `separator`, or nil if there is none.
    fileprivate func split(at separator: String) -> (Substring, Substring)? {
        var start = startIndex
        while start < endIndex {
            let rest = self[start...]
            if rest.hasPrefix(separator) { return (self[..<start], rest.dropFirst(separator.count)) }
            formIndex(after: &start)
        }
        return nil
    }
}
