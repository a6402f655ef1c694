import Hummingbird
import Pages
import Postgres
import SiteKit
import TestKit
import Testing

@testable import Program

@Suite struct SiteTests {
    private let site = Site(openPaths: ["/answer/"]) { router, supplies in
        router.get("") { request, _ in
            Response.tagged(Page(title: "Start", content: "<h1>Start</h1>"), for: request)
        }
        router.post("change") { request, _ in
            let fields = try await request.form(limit: 100)
            return Response.plain(fields.map { "\($0.name)=\($0.value)" }.joined(separator: ";"), .ok)
        }
        router.get("answer/:token") { _, context in Response.plain(try context.parameters.require("token"), .ok) }
        router.post("answer/:token") { _, _ in Response.plain("thanks", .ok) }
        router.get("fault") { _, _ -> Response in throw StartFault(.fault, "secret detail") }
        router.get("number") { _, _ in
            let rows = try await supplies.database.query(Statement("SELECT (6 * 7)::text"))
            return Response.plain("\(rows[0].text(0))", .ok)
        }
    }

    private let html = ["Accept": "text/html,*/*"]

    @Test func `every answer tells the browser to load nothing from elsewhere`() async throws {
        try await RunningSite.run(site) { site async throws -> Void in
            for path in ["/", "/nothing", "/healthz", "/fault", Asset.stylesheet.link.text] {
                let answer = try await site.ask(path)
                #expect(answer["content-security-policy"]?.hasPrefix("default-src 'none'; style-src 'self'") == true)
                #expect(answer["content-security-policy"]?.contains("frame-ancestors 'none'") == true)
                #expect(answer["x-content-type-options"] == "nosniff")
                #expect(answer["referrer-policy"] == "same-origin")
                #expect(answer["cache-control"] != nil)
            }
            let fault = try await site.ask("/fault")
            #expect(fault.status == 500)
            #expect(!fault.body.contains("secret"))
        }
    }

    @Test func `a page that has not changed is not sent again, and an asset is kept for ever`() async throws {
        try await RunningSite.run(site) { site async throws -> Void in
            let first = try await site.ask("/")
            #expect(first.status == 200)
            #expect(first.body.contains("<h1>Start</h1>"))
            let tag = try #require(first["etag"])
            for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                let second = try await site.ask("/", headers: ["If-None-Match": known])
                #expect(second.status == 304)
                #expect(second.body.isEmpty)
            }
            #expect(try await site.ask("/", headers: ["If-None-Match": "\"x\""]).status == 200)
            #expect(try await site.ask("/", method: "HEAD").status == 200)
            let style = try await site.ask(Asset.stylesheet.link.text)
            #expect(style["content-type"] == "text/css; charset=utf-8")
            #expect(style["cache-control"]?.contains("immutable") == true)
        }
    }

    @Test func `with a token a browser is sent to the form, and anything else is refused`() async throws {
        try await RunningSite.run(token: "s3cret", site) { site async throws -> Void in
            let page = try await site.ask("/?team=a%26b", headers: html)
            #expect(page.status == 303)
            #expect(page["location"] == "/sign-in?next=%2F%3Fteam%3Da%2526b")
            #expect(try await site.ask("/sign-in", headers: html).status == 200)
            for path in ["/", "/metrics", "/nothing", "/number", "//answer/x", "/answer"] {
                #expect(try await site.ask(path).status == 401, "\(path)")
                #expect(try await site.ask(path, headers: ["Cookie": "saypro=s3cret"]).status == 401)
            }
            #expect(try await site.ask("/change", form: "a=1").status == 401)
            #expect(try await site.ask("/", headers: ["Authorization": "Bearer s3cret"]).status == 200)
            let change = try await site.ask("/change", headers: ["Authorization": "Bearer s3cret"], form: "a=1")
            #expect(change.body == "a=1")
        }
    }

    @Test func `open paths need no token, and nothing else hides behind them`() async throws {
        try await RunningSite.run(token: "s3cret", site) { site async throws -> Void in
            #expect(try await site.ask("/answer/abc").body == "abc")
            #expect(try await site.ask("/answer/abc", form: "rating=5").body == "thanks")
            #expect(try await site.ask("/answer/../metrics").status != 200)
            #expect(try await site.ask("/answer/%2e%2e/metrics").status != 200)
            #expect(try await site.ask("/healthz").status == 200)
        }
    }

    @Test func `the form gives a cookie that is not the token and opens the site`() async throws {
        try await RunningSite.run(token: "s3cret", site) { site async throws -> Void in
            let wrong = try await site.ask("/sign-in", form: "token=guess&next=/")
            #expect(wrong.status == 403)
            #expect(wrong["set-cookie"] == nil)
            #expect(wrong.body.contains("This is not the dashboard token."))
            let right = try await site.ask("/sign-in", form: "token=s3cret&next=%2Fnumber%3Fa%3D1")
            #expect(right.status == 303)
            #expect(right["location"] == "/number?a=1")
            let set = try #require(right["set-cookie"])
            #expect(set.contains("HttpOnly") && set.contains("SameSite=Strict") && set.contains("Path=/"))
            #expect(!set.contains("Secure") && !set.contains("s3cret"))
            let cookie = try #require(right.cookie)
            #expect(try await site.ask("/", headers: ["Cookie": cookie]).status == 200)
            #expect(try await site.ask("/", headers: ["Cookie": cookie + "0"]).status == 401)
            let end = try await site.ask("/sign-out", headers: ["Cookie": cookie, "Origin": site.origin], form: "")
            #expect(end["set-cookie"]?.contains("Max-Age=0") == true)
        }
    }

    @Test func `behind a proxy that encrypts, the cookie is for encrypted connections alone`() async throws {
        try await RunningSite.run(token: "s3cret", site) { site async throws -> Void in
            let proxied = ["X-Forwarded-Proto": "https"]
            let answer = try await site.ask("/sign-in", headers: proxied, form: "token=s3cret")
            #expect(answer["set-cookie"]?.hasPrefix("__Host-saypro=") == true)
            #expect(answer["set-cookie"]?.contains("Secure") == true)
            let cookie = try #require(answer.cookie)
            #expect(try await site.ask("/", headers: ["Cookie": cookie]).status == 200)
        }
    }

    @Test func `a page of another site cannot change anything in a browser that is signed in`() async throws {
        try await RunningSite.run(token: "s3cret", site) { site async throws -> Void in
            let cookie = try #require(try await site.ask("/sign-in", form: "token=s3cret").cookie)
            let cases: [([String: String], Int)] = [
                (["Sec-Fetch-Site": "same-origin"], 200), (["Sec-Fetch-Site": "none"], 200),
                (["Origin": site.origin], 200),
                (["Sec-Fetch-Site": "cross-site"], 403), (["Sec-Fetch-Site": "same-site"], 403),
                (["Origin": "https://evil.example"], 403), (["Origin": "null"], 403), ([:], 403),
                (["Origin": "http://127.0.0.1:1"], 403),
            ]
            for (headers, status) in cases {
                let answer = try await site.ask(
                    "/change",
                    headers: headers.merging(["Cookie": cookie]) { $1 },
                    form: "a=1"
                )
                #expect(answer.status == status, "\(headers)")
            }
        }
    }

    @Test func `without a token a foreign name for this machine is not answered`() async throws {
        try await RunningSite.run(site) { site async throws -> Void in
            #expect(try await site.ask("/").status == 200)
            let rebound = try await site.ask("/", headers: ["Host": "evil.example:\(site.port)"])
            #expect(rebound.status == 403)
            #expect(try await site.ask("/metrics", headers: ["Host": "metrics.internal"]).status == 200)
            #expect(try await site.ask("/answer/x", headers: ["Host": "rate.example"]).status == 200)
        }
    }

    @Test func `a body that is too long is refused`() async throws {
        try await RunningSite.run(site) { site async throws -> Void in
            let answer = try await site.ask("/change", form: "a=" + String(repeating: "x", count: 200))
            #expect(answer.status == 413)
        }
    }

    @Test func `guesses at the token are slowed down for each client`() async throws {
        try await RunningSite.run(token: "s3cret", site) { site async throws -> Void in
            var statuses: [Int] = []
            for _ in 0..<6 {
                let from = ["X-Forwarded-For": "203.0.113.9"]
                statuses.append(try await site.ask("/sign-in", headers: from, form: "token=x").status)
            }
            #expect(statuses == [403, 403, 403, 403, 403, 429])
            let other = ["X-Forwarded-For": "203.0.113.9, 198.51.100.7"]
            #expect(try await site.ask("/sign-in", headers: other, form: "token=x").status == 403)
        }
    }

    @Test func `behind a proxy of a network that is named, each client has a limit of its own`() async throws {
        let environment = ["SAYPRO_PROXIES": "10.1.0.0/16"]
        try await RunningSite.run(site, of: "test", tokens: [.everything: "s3cret"], environment: environment) {
            site async throws -> Void in
            var statuses: [Int] = []
            for number in 0..<7 {
                let from = ["X-Forwarded-For": "203.0.113.\(number), 10.1.0.7"]
                statuses.append(try await site.ask("/sign-in", headers: from, form: "token=x").status)
            }
            #expect(statuses == Array(repeating: 403, count: 7))
        }
    }

    @Test func `routes read from PostgreSQL, and say so when it is away`() async throws {
        let database = try await SharedServers.postgres.freshDatabase()
        try await RunningSite.run(database: database, site) { site async throws -> Void in
            #expect(try await site.ask("/number").body == "42")
        }
        let nowhere = try PostgresURL("postgres://127.0.0.1:1/nothing")
        try await RunningSite.run(database: nowhere, site) { site async throws -> Void in
            let answer = try await site.ask("/number")
            #expect(answer.status == 503)
            #expect(answer["retry-after"] == "5")
            #expect(answer.body.contains("cannot be reached"))
        }
    }
}

extension RunningSite {
    fileprivate var origin: String { "http://127.0.0.1:\(port)" }
}
