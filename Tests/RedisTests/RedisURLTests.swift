import Redis
import Testing

struct RedisURLTests {
    struct Accepted: Sendable {
        let text: String
        let address: RedisURL.Address
        var user: String?
        var database = 0
        let description: String
    }

    static let accepted: [Accepted] = [
        .tcp("redis://127.0.0.1:6379", "127.0.0.1", 6379, "redis://127.0.0.1:6379/0"),
        .tcp("redis://localhost", "localhost", 6379, "redis://localhost:6379/0"),
        .tcp("redis://localhost/", "localhost", 6379, "redis://localhost:6379/0"),
        .tcp("REDIS://localhost", "localhost", 6379, "redis://localhost:6379/0"),
        .tcp(
            "redis://cache_1.example-site.co.za:7000",
            "cache_1.example-site.co.za",
            7000,
            "redis://cache_1.example-site.co.za:7000/0"
        ),
        .tcp("redis://h:1/15", "h", 1, database: 15, "redis://h:1/15"),
        .tcp("redis://h:65535/0", "h", 65535, "redis://h:65535/0"),
        .tcp("redis://[::1]", "::1", 6379, "redis://[::1]:6379/0"),
        .tcp("redis://[::1]:7000/2", "::1", 7000, database: 2, "redis://[::1]:7000/2"),
        .tcp("redis://[2001:DB8::7]", "2001:DB8::7", 6379, "redis://[2001:DB8::7]:6379/0"),
        .tcp("redis://[::ffff:10.0.0.1]:1", "::ffff:10.0.0.1", 1, "redis://[::ffff:10.0.0.1]:1/0"),
        .tcp("redis://[fe80::1%25eth0]", "fe80::1%eth0", 6379, "redis://[fe80::1%eth0]:6379/0"),
        .tcp("redis://:hunter2@h", "h", 6379, "redis://:***@h:6379/0"),
        .tcp("redis://ann:hunter2@h", "h", 6379, user: "ann", "redis://ann:***@h:6379/0"),
        .tcp("redis://a%40b:hunter2@[::1]:7/3", "::1", 7, user: "a@b", database: 3, "redis://a@b:***@[::1]:7/3"),
        .tcp("redis://ann:hunter2%2F%3F%23%25@h", "h", 6379, user: "ann", "redis://ann:***@h:6379/0"),
        .tcp("redis://ann:hunter2,x@h", "h", 6379, user: "ann", "redis://ann:***@h:6379/0"),
        .unix("unix:///run/redis.sock", "/run/redis.sock", "unix:///run/redis.sock"),
        .unix("unix:///run/redis.sock?db=3", "/run/redis.sock", database: 3, "unix:///run/redis.sock?db=3"),
        .unix("unix:///run/my%20redis.sock", "/run/my redis.sock", "unix:///run/my redis.sock"),
        .unix("unix://ann:hunter2@/run/r", "/run/r", user: "ann", "unix://ann:***@/run/r"),
        .unix(
            "unix:///" + String(repeating: "a", count: 106),
            "/" + String(repeating: "a", count: 106),
            "unix:///" + String(repeating: "a", count: 106)
        ),
    ]

    @Test(arguments: accepted)
    func `an address is read`(row: Accepted) throws {
        let url = try RedisURL(row.text)
        #expect(url.address == row.address)
        #expect(url.user == row.user)
        #expect(url.database == row.database)
        #expect(url.description == row.description)
    }

    @Test(arguments: [
        (
            "redis://ann:hunter2@a,b:7001,[::1]:7002", RedisURL.Topology.cluster, ["a:6379", "b:7001", "[::1]:7002"],
            "redis://ann:***@a:6379,b:7001,[::1]:7002"
        ),
        (
            "redis://a,b:7/2?sentinel=main", .sentinels(master: "main"), ["a:26379", "b:7"],
            "redis://a:26379,b:7/2?sentinel=main"
        ),
        ("redis://a?sentinel=main", .sentinels(master: "main"), ["a:26379"], "redis://a:26379/0?sentinel=main"),
        ("redis://a", .server, ["a:6379"], "redis://a:6379/0"),
    ])
    func `several hosts are a Cluster or Sentinels`(
        text: String,
        topology: RedisURL.Topology,
        addresses: [String],
        description: String
    ) throws {
        let url = try RedisURL(text)
        #expect(url.topology == topology)
        #expect(url.addresses.map(\.description) == addresses)
        #expect(url.description == description)
        #expect(url.isCluster == (topology == .cluster))
    }

    static let refused: [(text: String, reason: String)] = [
        ("", "the value is empty"),
        ("localhost:6379", "must begin with redis:// or unix://"),
        ("hunter2", "must begin with redis:// or unix://"),
        ("http://localhost", "must begin with redis:// or unix://"),
        ("redis:/localhost", "must begin with redis:// or unix://"),
        ("rediss://ann:hunter2@localhost", "TLS to Redis is not supported"),
        ("redis://", "the host is missing"),
        ("redis:///0", "the host is missing"),
        ("redis://:6379", "the host is missing"),
        ("redis://ann:hunter2@", "the host is missing"),
        ("redis://ann:hunter2@:6379", "the host is missing"),
        ("redis://h:", "the port must be a number from 1 to 65535"),
        ("redis://h:0", "the port must be a number from 1 to 65535"),
        ("redis://h:65536", "the port must be a number from 1 to 65535"),
        ("redis://h:hunter2", "the port must be a number from 1 to 65535"),
        ("redis://h:-1", "the port must be a number from 1 to 65535"),
        ("redis://h/x", "the database must be a number"),
        ("redis://h/-1", "the database must be a number"),
        ("redis://h/0/1", "the database must be a number"),
        ("redis://h/1234567890", "the database must be a number"),
        ("redis://::1:6379", "IPv6 addresses go in brackets"),
        ("redis://[::1:6379", "must be written in brackets"),
        ("redis://[::1]x", "must be written in brackets"),
        ("redis://[localhost]", "must hold an IPv6 address"),
        ("redis://h!x", "the host may hold"),
        ("redis://a,b:6379,", "the host is missing"),
        ("redis://a:1,b:2/1", "a Cluster has the database 0 only"),
        ("redis://a:1?sentinel=", "the master's name may hold"),
        ("redis://a:1?sentinel=my/master", "the master's name may hold"),
        ("redis://a:1?sentinel=m&db=1", "the only parameter of redis:// is ?sentinel=NAME"),
        ("redis://h?timeout=1", "the only parameter of redis:// is ?sentinel=NAME"),
        ("redis://ann:hunter2?x@h", "the only parameter of redis:// is ?sentinel=NAME"),
        ("redis://ann@h", "must be user:password"),
        ("redis://ann:@h", "must be user:password"),
        ("redis://@h", "must be user:password"),
        ("redis://ann:hunter2:x@h", "must be written %3A"),
        ("redis://ann:hunter2@x@h", "must be written %40"),
        ("redis://ann:hunter2/x@h", "must be written %2F"),
        ("redis://ann:hunter2#x@h", "must be written %23"),
        ("redis://ann:hunter2%2@h", "two hexadecimal digits"),
        ("redis://ann:hunter2%zz@h", "two hexadecimal digits"),
        ("redis://ann:hunter2%@h", "two hexadecimal digits"),
        ("redis://ann:hunter2%ff@h", "not valid UTF-8"),
        ("redis://ann:hunter2 x@h", "must be percent-encoded"),
        ("redis://ann:hunter2é@h", "must be percent-encoded"),
        ("redis://h\n", "must be percent-encoded"),
        ("unix://", "needs an absolute path"),
        ("unix://run/redis.sock", "needs an absolute path"),
        ("unix:///", "the path of the Unix socket is missing"),
        ("unix:///run/", "the path of the Unix socket is missing"),
        ("unix:///run/r%00", "holds a NUL"),
        ("unix:///run/r?name=x", "the only parameter"),
        ("unix:///run/r?db=x", "the database must be a number"),
        ("unix:///" + String(repeating: "a", count: 107), "at most 107 bytes"),
    ]

    @Test(arguments: refused)
    func `a slip is refused with what is right, and the password is not repeated`(text: String, reason: String) {
        let fault = #expect(throws: RedisURLFault.self) { try RedisURL(text) }
        #expect(fault?.reason.contains(reason) == true, "\(fault?.reason ?? "")")
        #expect(fault?.reason.contains("hunter2") == false)
    }

    @Test func `no way of printing an address shows the password`() throws {
        let url = try RedisURL("redis://ann:hunter2@h")
        var dumped = ""
        dump(url, to: &dumped)
        for text in ["\(url)", String(reflecting: url), "\([url])", dumped] {
            #expect(!text.contains("hunter2"))
        }
    }

    @Test func `addresses that differ in the password alone are not equal`() throws {
        #expect(try RedisURL("redis://:a@h") != RedisURL("redis://:b@h"))
        #expect(try RedisURL("redis://:a@h") == RedisURL("redis://:%61@h:6379/0"))
    }
}

extension RedisURLTests.Accepted {
    static func tcp(
        _ text: String,
        _ host: String,
        _ port: Int,
        user: String? = nil,
        database: Int = 0,
        _ description: String
    ) -> Self {
        .init(
            text: text,
            address: .tcp(host: host, port: port),
            user: user,
            database: database,
            description: description
        )
    }

    static func unix(
        _ text: String,
        _ path: String,
        user: String? = nil,
        database: Int = 0,
        _ description: String
    ) -> Self {
        .init(text: text, address: .unix(path: path), user: user, database: database, description: description)
    }
}
