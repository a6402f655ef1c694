import Contract
import FigureAPI
import Figures
import Hummingbird
import Policy
import Testing

@testable import MetricsAggregator
@testable import Program

/// The API as programs use it, over a database of its own.
@Suite struct FigureAPITests {
    private static let now = "2026-03-30 10:00"

    private func withSite(
        tokens: [AccessRole: [UInt8]] = [:],
        _ body: (FigureSite, DatabaseAggregator) async throws -> Void
    ) async throws {
        let aggregator = try await DatabaseAggregator.open()
        _ = try await QuarterTests.folded(aggregator)
        let site = try FigureSite(aggregator, at: Self.now, tokens: tokens)
        try await body(site, aggregator)
        await aggregator.close()
    }

    @Test func `pages of cases follow one another until each case has come once`() async throws {
        try await withSite { site, _ in
            let path = "/api/v1/cases?kpi=A7&period=2026-Q1"
            let whole = try JSONValue(parsing: try await site.ask("\(path)&limit=500").body)
            #expect(whole["next"] == .null)
            var (names, next, pages) = ([String](), String?.none, 0)
            repeat {
                let after = next.map { "&after=\($0.replacing("/", with: "%2F"))" } ?? ""
                let page = try JSONValue(parsing: try await site.ask("\(path)&limit=8\(after)").body)
                names += page.listAt("cases").map { $0.textAt("case") }
                next = page["next"]?.plainText
                pages += 1
            } while next != nil && pages < 20
            #expect(names == whole.listAt("cases").map { $0.textAt("case") })
            #expect(names.count == 50)
            #expect(Set(names).count == 50)
            #expect(pages == 7)
            let usual = try JSONValue(parsing: try await site.ask("/api/v1/cases?kpi=A5&period=2026-Q1").body)
            #expect(usual.listAt("cases").count == 50)
            let missed = try JSONValue(parsing: try await site.ask("\(path)&missed=true").body).listAt("cases")
            #expect(missed.count == 15)
            #expect(missed.allSatisfy { $0["counts"] == .bool(false) && ($0.numberAt("value") ?? 0) > 86_400 })
        }
    }

    @Test func `filters take a part, of reports, of the summary and of cases alike`() async throws {
        try await withSite { site, _ in
            for (filter, resolved) in [
                ("", 50.0), ("team=first_line", 35), ("team=seniors&channel=social", 15),
                ("category=payment_issue", 20),
                ("admin=ben", 15), ("language=en&team=seniors", 15), ("campaign=none-such", 0), ("team=", 50),
            ] {
                let report = try ToldReport(try await site.ask("/api/v1/reports/quarterly/2026-Q1?\(filter)").body)
                #expect(report.figures.first { $0.id == "cases.resolved" }?.value == resolved, "\(filter)")
                let path = "/api/v1/cases?kpi=cases.resolved&period=2026-Q1&limit=500&\(filter)"
                let cases = try JSONValue(parsing: try await site.ask(path).body).listAt("cases")
                #expect(Double(cases.count) == resolved, "\(filter)")
                let kpis = try JSONValue(parsing: try await site.ask("/api/v1/summary?\(filter)").body).listAt("kpis")
                let quarter = kpis.first { $0.textAt("id") == "A9" && $0.textAt("window") == "quarter" }
                #expect(quarter?.numberAt("denominator") == resolved, "\(filter)")
            }
        }
    }

    /// What is asked, the status, the code and the field.
    private static let faults: [(String, Int, String, String?)] = [
        ("cases?period=2026-Q1", 400, "missing_field", "kpi"),
        ("cases?kpi=&period=2026-Q1", 400, "missing_field", "kpi"),
        ("cases?kpi=A6&missed=true", 400, "bad_value", "missed"),
        ("cases?kpi=A7&tema=payments", 400, "bad_value", "tema"),
        ("summary?department=finance", 400, "bad_value", "department"),
        ("reports/monthly/2026-02?period=2026-03", 400, "bad_value", "period"),
        ("cases?kpi=A17", 404, "unknown_figure", "kpi"), ("cases?kpi=cases.lost", 404, "unknown_figure", "kpi"),
        ("cases?kpi=A16&period=2026-Q1", 404, "no_cases", "kpi"), ("cases?kpi=notices.sent", 404, "no_cases", "kpi"),
        ("cases?kpi=A7&period=2026-13", 400, "bad_value", "period"),
        ("cases?kpi=A7&period=", 400, "bad_value", "period"),
        ("cases?kpi=A7&period=2026-W06&kind=yearly", 400, "bad_value", "kind"),
        ("cases?kpi=A7&period=2026-Q1&kind=monthly", 400, "bad_value", "period"),
        ("cases?kpi=A7&limit=0", 400, "bad_value", "limit"), ("cases?kpi=A7&limit=501", 400, "bad_value", "limit"),
        ("cases?kpi=A7&limit=ten", 400, "bad_value", "limit"), ("cases?kpi=A7&missed=yes", 400, "bad_value", "missed"),
        ("cases?kpi=A7&after=nowhere", 400, "bad_value", "after"),
        ("cases?kpi=A7&team=\(String(repeating: "x", count: 129))", 400, "bad_value", "team"),
        ("cases?kpi=A7&team=nobody", 400, "bad_value", "team"), ("summary?channel=fax", 400, "bad_value", "channel"),
        ("reports/monthly/2026-02?admin=nobody", 400, "bad_value", "admin"),
        ("reports/monthly/2026-02?category=x", 400, "bad_value", "category"), ("nothing", 404, "unknown_path", nil),
        ("v1", 404, "unknown_path", nil), ("", 404, "unknown_path", nil), ("reports/weekly", 404, "unknown_path", nil),
        ("reports/weekly/2026-W10/x", 404, "unknown_path", nil), ("summary/x", 404, "unknown_path", nil),
        ("summary?channel=%00", 400, "bad_value", "channel"), ("summary?admin=a%0Ab", 400, "bad_value", "admin"),
        ("reports/yearly/2026", 404, "unknown_report", "kind"),
        ("reports/day/2026-03-09", 404, "unknown_report", "kind"),
        ("reports/monthly/2026-13", 400, "bad_value", "period"),
        ("reports/weekly/2026-W54", 400, "bad_value", "period"),
        ("reports/quarterly/2026-03", 400, "bad_value", "period"),
        ("reports/monthly/2026-03?format=pdf", 400, "bad_value", "format"),
    ]

    private static let teams = "first_line, listings, payments, seniors, technical and trust"

    @Test func `what cannot be answered is said by code, field and sentence`() async throws {
        try await withSite { site, _ in
            for (path, status, code, field) in Self.faults {
                let answer = try await site.ask("/api/v1/\(path)")
                #expect(answer.status == status, "\(path)")
                #expect(answer.headers[.contentType] == "application/json", "\(path)")
                let fault = try JSONValue(parsing: answer.body)["error"]
                #expect(fault?.textAt("code") == code, "\(path)")
                #expect(fault?["field"]?.plainText == field, "\(path)")
                #expect(fault?.textAt("message").isEmpty == false, "\(path)")
            }
            let weeks = try await site.ask("/api/v1/cases?kpi=cases.opened&period=2026-W03&kind=biweekly&limit=500")
            let week = try await site.ask("/api/v1/cases?kpi=cases.opened&period=2026-W03&limit=500")
            let counts = try [weeks, week].map { try JSONValue(parsing: $0.body).listAt("cases").count }
            #expect(counts == [14, 7])
            #expect(try await site.ask("/api/v2/summary").status == 404)
            // What exists is named, by the policy and by the figures of any time.
            let refused = try await site.ask("/api/v1/summary?team=nobody").body
            let said = try JSONValue(parsing: refused)["error"]?.textAt("message")
            #expect(said == "there is no team “nobody”; there are \(Self.teams)")
            let admin = try await site.ask("/api/v1/summary?admin=nobody").body
            #expect(admin.contains("ben"))
        }
    }

    @Test func `an answer is tagged, and not sent again to whom has it`() async throws {
        try await withSite { site, aggregator in
            for path in [
                "/api/v1/reports/monthly/2026-02?format=csv", "/api/v1/reports/monthly/2026-02?format=html",
                "/api/v1/cases?kpi=A7&period=2026-02", "/openapi.json",
            ] {
                let first = try await site.ask(path)
                let tag = try #require(first.headers[.eTag])
                #expect(first.headers[.cacheControl] == "private, no-cache")
                for known in [tag, "\"other\", \(tag)", "W/\(tag)", "*"] {
                    let again = try await site.ask(path, [.ifNoneMatch: known])
                    #expect(again.status == 304, "\(path) \(known)")
                    #expect(again.body.isEmpty)
                    #expect(again.headers[.eTag] == tag)
                }
                #expect(try await site.ask(path, [.ifNoneMatch: "\"other\""]).status == 200)
            }
            let path = "/api/v1/reports/quarterly/2026-Q1"
            let tag = try #require(try await site.ask(path).headers[.eTag])
            let opening: Fields = ["kind": "conversation", "cycle": "1", "channel": "web"]
            let event = try aggregator.event(.cases, "case.opened", "2026-03-20 09:00", "new", opening)
            try await aggregator.fold([event])
            let changed = try await site.ask(path, [.ifNoneMatch: tag])
            #expect(changed.status == 200)
            #expect(changed.headers[.eTag] != tag)
        }
    }

    @Test func `a report comes in the form that is asked for, or that is accepted first`() async throws {
        try await withSite { site, _ in
            let path = "/api/v1/reports/monthly/2026-02"
            for (query, accept, type) in [
                ("", nil, "application/json"), ("", "*/*", "application/json"),
                ("?format=csv", nil, "text/csv; charset=utf-8"),
                ("?format=md", "text/html", "text/markdown; charset=utf-8"),
                ("", "text/csv", "text/csv; charset=utf-8"),
                ("", "text/html,application/json;q=0.9", "text/html; charset=utf-8"),
                ("?format=json", "text/html", "application/json"),
                ("", "text/markdown", "text/markdown; charset=utf-8"),
            ] as [(String, String?, String)] {
                var headers = HTTPFields()
                headers[.accept] = accept
                let answer = try await site.ask(path + query, headers)
                #expect(answer.headers[.contentType] == type, "\(query) \(accept ?? "")")
            }
        }
    }

    @Test func `each token opens what its role may see, and nothing else`() async throws {
        let tokens: [AccessRole: [UInt8]] = [
            .everything: Array("all".utf8), .figures: Array("some".utf8), .metrics: Array("few".utf8),
        ]
        let figures = ["/api/v1/summary", "/api/v1/reports/weekly/2026-W03", "/openapi.json", "/volume", "/reports"]
        let cases = ["/api/v1/cases?kpi=A7&period=2026-Q1", "/cases?figure=A7&period=2026-Q1"]
        try await withSite(tokens: tokens) { site, _ in
            for (token, figure, single, metrics) in [
                ("all", 200, 200, 200), ("some", 200, 403, 200), ("few", 403, 403, 200), ("wrong", 401, 401, 401),
                (nil, 401, 401, 401),
            ] as [(String?, Int, Int, Int)] {
                var headers = HTTPFields()
                headers[.authorization] = token.map { "Bearer \($0)" }
                for path in figures {
                    #expect(try await site.ask(path, headers).status == figure, "\(token ?? "") \(path)")
                }
                for path in cases {
                    #expect(try await site.ask(path, headers).status == single, "\(token ?? "") \(path)")
                }
                #expect(try await site.ask("/metrics", headers).status == metrics)
                #expect(try await site.ask("/healthz", headers).status == 200)
            }
            let refused = try await site.ask(cases[0], [.authorization: "Bearer some"])
            #expect(try JSONValue(parsing: refused.body)["error"]?.textAt("code") == "forbidden")
            #expect(!refused.body.contains("case-"))
        }
    }

    @Test func `a listener is told the summary, and told again when a figure has changed`() async throws {
        try await withSite { site, aggregator in
            let answer = try await site.ask("/api/v1/live", pieces: 2)
            #expect(answer.headers[.contentType] == "text/event-stream; charset=utf-8")
            let lines = answer.body.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.prefix(3) == ["retry: 5000", "", "event: summary"])
            let data = try #require(lines.first { $0.hasPrefix("data: ") }?.dropFirst(6))
            let summary = try JSONValue(parsing: try await site.ask("/api/v1/summary").body)
            #expect(try JSONValue(parsing: String(data)).listAt("kpis") == summary.listAt("kpis"))
            async let changed = site.ask("/api/v1/live", pieces: 3)
            let opening: Fields = ["kind": "conversation", "cycle": "1", "channel": "web"]
            let message: Fields = ["role": "user", "user": "u", "channel": "web"]
            try await aggregator.fold([
                aggregator.event(.cases, "case.opened", "2026-03-20 09:00", "new", opening),
                aggregator.event(.cases, "message.posted", "2026-03-20 09:00", "new", message),
            ])
            let told = try await changed.body.split(separator: "\n").filter { $0.hasPrefix("data: ") }
            let last = try JSONValue(parsing: String(try #require(told.last).dropFirst(6)))
            let messages = last.listAt("kpis").first { $0.textAt("id") == "A15" && $0.textAt("window") == "quarter" }
            #expect(messages?.numberAt("value") == 141)
        }
    }

    @Test func `the description of the API names what there is`() async throws {
        try await withSite { site, _ in
            let text = try await site.ask("/openapi.json").body
            let document = try JSONValue(parsing: text)
            #expect(document.textAt("openapi").hasPrefix("3.1"))
            guard case .object(let paths)? = document["paths"], let schemas = document["components"]?["schemas"] else {
                Issue.record("there are no paths")
                return
            }
            for reference in text.matches(of: /"\$ref": "#\/components\/schemas\/(\w+)"/) {
                #expect(schemas[String(reference.output.1)] != nil, "\(reference.output.1)")
            }
            for path in paths where path.name != "/api/v1/live" {
                let address = path.name.replacing("{kind}", with: "weekly").replacing("{period}", with: "2026-W03")
                let query = path.name == "/api/v1/cases" ? "?kpi=A7&period=2026-Q1" : ""
                #expect(try await site.ask(address + query).status == 200, "\(path.name)")
            }
            let codes = schemas["Fault"]?["properties"]?["error"]?["properties"]?["code"]?.listAt("enum")
            #expect(codes?.compactMap(\.plainText) == RequestFault.Code.allCases.map(\.rawValue))
            let described = [
                ("/api/v1/summary", "Summary"), ("/api/v1/reports/weekly/2026-W03", "Report"),
                ("/api/v1/cases?kpi=A7&period=2026-Q1", "CasePage"),
            ]
            for (path, name) in described {
                let answer = try JSONValue(parsing: try await site.ask(path).body)
                Self.expect(answer, schemas[name], schemas, name)
            }
        }
    }

    /// Each member that an answer has is described, and each that is required is there.
    private static func expect(_ value: JSONValue, _ schema: JSONValue?, _ schemas: JSONValue, _ place: String) {
        if let name = schema?["$ref"]?.plainText?.split(separator: "/").last {
            return expect(value, schemas[String(name)], schemas, place)
        }
        switch value {
        case .object(let members):
            guard let properties = schema?["properties"] else { return }
            for name in schema?.listAt("required").compactMap(\.plainText) ?? [] {
                #expect(value[name] != nil, "\(place).\(name)")
            }
            for member in members {
                #expect(properties[member.name] != nil, "\(place).\(member.name) is not described")
                expect(member.value, properties[member.name], schemas, "\(place).\(member.name)")
            }
        case .array(let elements):
            for element in elements.prefix(3) { expect(element, schema?["items"], schemas, place) }
        default: break
        }
    }
}
