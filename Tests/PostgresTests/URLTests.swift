import Postgres
import Testing

/// Which texts are connection URIs, and that none of them ever shows a password.
@Suite struct URLTests {
    @Test(arguments: [
        ("postgres:///saypro", "postgresql:///saypro"),
        ("postgresql://", "postgresql:///"),
        ("postgresql://me@db/app", "postgresql://me@db/app"),
        (
            "postgres://me:hush%40%2F@db:5433/app?sslmode=verify-full",
            "postgresql://me:***@db:5433/app?sslmode=verify-full"
        ),
        ("postgresql://me:hush@a,b:5433/app", "postgresql://me:***@a,b:5433/app"),
        ("postgresql://me:hush@[::1]:5433/app", "postgresql://me:***@[::1]:5433/app"),
        (
            "postgresql:///app?host=/run/postgresql&port=5433&user=me&password=hush",
            "postgresql://me:***@/app?host=/run/postgresql&port=5433"
        ),
        ("postgresql://db/app?sslpassword=hush", "postgresql://db/app?sslpassword=***"),
    ])
    func `a connection URI is taken and shown without its password`(text: String, shown: String) throws {
        let url = try PostgresURL(text)
        #expect(url.description == shown)
        #expect("\(url) \(String(reflecting: url))".contains("hush") == false)
        var dumped = ""
        dump(url, to: &dumped)
        #expect(dumped.contains("hush") == false)
        #expect(try PostgresURL(text) == url)
    }

    @Test(arguments: [
        ("", "it is empty"),
        ("db.example", "must begin with postgresql:// or postgres://"),
        ("host=db password=hush", "must begin with"),
        ("mysql://me:hush@db/app", "must begin with"),
        ("Postgres://db/app", "must begin with"),
        ("postgres://me:hush@db/app\n", "control character"),
        ("postgres://me:hush/hush@db/app", "port must be a number"),
        ("postgres://me:hush%zz@db/app", "percent-encoded"),
        ("postgres://me:hush%00@db/app", "percent-encoded"),
        ("postgres://me:hush@db:0/app", "port must be a number from 1 to 65535"),
        ("postgres://me:hush@db:65536/app", "port must be a number"),
        ("postgres://me:hush@a,b/app?port=1,x", "port must be a number"),
        ("postgres://me:hush@[::1/app", "IPv6"),
        ("postgres://me:hush@db/app?colour=hush", "parameter"),
        ("postgres://me:hush@db/app?sslmode", "separator"),
        ("postgres://me:hush@db/app?sslmode=full", "sslmode must be one of disable, allow, prefer, require"),
        ("postgres://me:hush@db/app?target_session_attrs=writable", "target_session_attrs must be one of"),
        ("postgres://me:hush@db/app?connect_timeout=soon", "connect_timeout must be a whole number"),
        ("postgres://me:hush@db/app?tcp_user_timeout=1s", "tcp_user_timeout must be a whole number"),
    ])
    func `what is no connection URI is refused with a reason`(text: String, reason: String) {
        let fault = #expect(throws: PostgresURLFault.self) { try PostgresURL(text) }
        #expect(fault?.reason.contains(reason) == true)
        #expect(fault?.reason.contains("hush") == false)
    }

    @Test func `another database is reached with the same user and host`() throws {
        let url = try PostgresURL("postgresql://me:p%20%C3%BC%26=@db:5433/app?sslmode=require")
            .withDatabase("other & one")
        #expect(url.database == "other & one")
        #expect(url.description == "postgresql://me:***@db:5433/other & one?sslmode=require")
        let other = try PostgresURL("postgresql://db/app").withDatabase("a")
        #expect(try other == PostgresURL("postgresql://db/b").withDatabase("a"))
    }
}
