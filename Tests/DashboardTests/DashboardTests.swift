import Contract
import Figures
import Foundation
import FoundationXML
import Hummingbird
import Pages
import Program
import Testing

@testable import Dashboard

@Suite struct DashboardTests {
    static let paths = [
        "/", "/volume", "/response", "/satisfaction", "/escalations", "/marketplace", "/admins", "/health", "/reports",
        "/cases?figure=A7&missed=1", "/case?id=u-0/1&period=2026-02", "/reports/quarterly/2026-Q1",
        "/volume?period=2026-W10&team=first_line&sort=x",
        "/admins?period=2026-Q1&sort=cases.resolved&order=ascending",
    ]

    @Test(arguments: paths)
    func `every page is well-formed, small, and asks nothing of another host`(path: String) async throws {
        let answer = try await PaperSite().ask(path)
        #expect(answer.status == 200)
        #expect(answer.body.utf8.count < 150 << 10)
        let page = try XMLDocument(xmlString: answer.body, options: [])
        #expect(try page.nodes(forXPath: "//h1").count == 1)
        #expect(try page.nodes(forXPath: "//main").count == 1)
        #expect(try page.nodes(forXPath: "//*[@style]").isEmpty)
        let ids = try page.nodes(forXPath: "//@id").compactMap(\.stringValue)
        #expect(Set(ids).count == ids.count, "ids are unique: \(ids.filter { id in ids.count { $0 == id } > 1 })")
        for link in try page.nodes(forXPath: "//@href | //@src | //@action").compactMap(\.stringValue) {
            if link.hasPrefix("#") {
                #expect(ids.contains(String(link.dropFirst())), "\(link)")
            } else {
                #expect(link.hasPrefix("/") && !link.hasPrefix("//") || link == "data:,", "\(link)")
            }
        }
        for label in try page.nodes(forXPath: "//@aria-labelledby").compactMap(\.stringValue) {
            for id in label.split(separator: " ") { #expect(ids.contains(String(id)), "\(id)") }
        }
        let fields = try page.nodes(forXPath: "//select/@id | //input/@id").compactMap(\.stringValue)
        for field in fields { #expect(try page.nodes(forXPath: "//label[@for='\(field)']").count == 1) }
        let tables = try page.nodes(forXPath: "//table").count
        #expect(try page.nodes(forXPath: "//table[caption]").count == tables)
        let drawings = try page.nodes(forXPath: "//figure").count
        #expect(try page.nodes(forXPath: "//figure[.//table or .//p[@class='empty']]").count == drawings)
    }

    @Test(arguments: paths)
    func `every page stands when nothing has happened yet`(path: String) async throws {
        let health = PaperHealth(state: PipelineState(places: [], parked: [], rejected: []))
        let site = try PaperSite(figures: PaperFigures(isEmpty: true), health: health)
        let answer = try await site.ask(path)
        #expect(answer.status == 200)
        #expect(throws: Never.self) { try XMLDocument(xmlString: answer.body, options: []) }
        #expect(!answer.body.contains("nan") && !answer.body.contains("inf "))
    }

    @Test(arguments: paths)
    func `what stands in the data never becomes markup`(path: String) async throws {
        let answer = try await PaperSite().ask(path)
        #expect(!answer.body.contains("<b>\"team\""))
    }

    @Test func `the figures on a page lead to their cases, with the period and the filters`() async throws {
        let answer = try await PaperSite().ask("/response?period=2026-02&team=first_line")
        let link = "/cases?figure=response.median&amp;period=2026-02&amp;team=first_line"
        #expect(answer.body.contains("href=\"\(link)\""))
        let cases = try await PaperSite().ask("/cases?figure=response.median&period=2026-02&team=first_line")
        let way = "/case?id=u-0%2F1&amp;period=2026-02&amp;team=first_line"
        #expect(cases.body.contains("<a href=\"\(way)\"><code>u-0/1</code></a>"))
        let file = try await PaperSite().ask("/case?id=u-0%2F1&period=2026-02&team=first_line").body
        #expect(file.contains("promises kept: 0, broken: 1."))
        #expect(file.contains("1 d 1\u{A0}h") || file.contains("25\u{A0}h"))
        #expect(cases.body.contains("February 2026, team First line; what was heard of last comes last."))
        #expect(cases.body.contains("after=next%20%26%20more"))
    }

    @Test func `the overview says first what is missed`() async throws {
        let body = try await PaperSite().ask("/").body
        let page = try XMLDocument(xmlString: body, options: [])
        let lead = try #require(try page.nodes(forXPath: "//p[@class='lead']").first?.stringValue)
        #expect(lead.contains("targets are missed: ") || lead.contains("target is missed: "))
        let badges = try page.nodes(forXPath: "//article//p[@class='reading']/span[2]/@class").compactMap(\.stringValue)
        #expect(badges.count == 16)
        let missed = badges.prefix { $0 == "badge missed" }.count
        #expect(missed > 0)
        #expect(!badges.dropFirst(missed).contains("badge missed"))
    }

    @Test func `tables are sorted as the address says, and what has no value comes last`() async throws {
        for (order, first) in [("ascending", "admin-14"), ("descending", "admin-1")] {
            let body = try await PaperSite().ask("/admins?sort=messages.sent&order=\(order)").body
            let page = try XMLDocument(xmlString: body, options: [])
            let rows = try page.nodes(forXPath: "//table[caption='By admin']/tbody/tr/th").compactMap(\.stringValue)
            #expect(rows.first == first)
            #expect(rows.last == "admin-3")
            #expect(try page.nodes(forXPath: "//table[caption='By admin']//th[@aria-sort='\(order)']").count == 1)
        }
    }

    /// What is asked, the status, what is said of it, and where it leads.
    private static let faults: [(String, Int, String, String)] = [
        ("/volume?period=2026-13", 400, "There is no period “2026-13”", "/volume?period=2026-03"),
        ("/?period=%3Cb%3E", 400, "There is no period “<b>”: a period is written as 2026-03, ", "/?period=2026-03"),
        ("/volume?period=2026-W54", 400, "a period is written as 2026-03, 2026-Q1, 2026-W", "/volume?period=2026-03"),
        (
            "/response?team=firstline&period=2026-02&channel=web", 400,
            "There is no team “firstline”; there are R&D <b>\"team\"</b>, first_line and payments.",
            "/response?period=2026-02&channel=web"
        ),
        ("/?channel=fax", 400, "no channel “fax”; there are email, in_app, social and web.", "/?period=2026-03"),
        ("/admins?admin=nobody", 400, "There is no admin “nobody”; there are admin-1, ", "/admins?period=2026-03"),
        ("/volume?category=x", 400, "There is no category “x”", "/volume?period=2026-03"),
        ("/cases?figure=A7&team=x", 400, "There is no team “x”", "/?period=2026-03"),
        ("/reports/quarterly/2026-Q1?team=x", 400, "There is no team “x”", "/reports"),
        ("/reports/monthly/2026-Q1", 400, "There is no monthly report “2026-Q1”", "/reports"),
        ("/reports/yearly/2026", 404, "there are weekly, biweekly, monthly and quarterly ones", "/reports"),
        ("/reports/day/2026-03-09", 404, "There is no report “day”", "/reports"),
        ("/cases", 400, "names no figure", "/"), ("/case", 400, "names no case", "/"),
        ("/case?id=u-9/1", 404, "There is no case “u-9/1”", "/"), ("/case?id=%00", 404, "There is no such case", "/"),
        ("/nothing", 404, "There is no page at /nothing.", "/"),
        ("/a/b/c", 404, "There is no page at /a/b/c.", "/reports"),
        ("/reports/weekly", 404, "There is no page at /reports/weekly.", "/reports"),
        ("/reports/weekly/2026-W10/x", 404, "There is no page at /reports/weekly/2026-W10/x.", "/reports"),
        ("/case/x", 404, "There is no page at /case/x.", "/"), ("/response/x", 404, "no page at /response/x.", "/"),
        ("/assets/x", 404, "There is no page at /assets/x.", "/"),
    ]

    @Test func `an address that leads nowhere says why, and where to go instead`() async throws {
        let site = try PaperSite()
        for (path, status, sentence, way) in Self.faults {
            let answer = try await site.ask(path)
            #expect(answer.status == status, "\(path)")
            let page = try XMLDocument(xmlString: answer.body, options: [])
            let said = try page.nodes(forXPath: "//main//*[@role='alert']").compactMap(\.stringValue).joined()
            #expect(said.contains(sentence), "\(path): \(said)")
            let ways = try page.nodes(forXPath: "//main//nav//a/@href").compactMap(\.stringValue)
            #expect(ways.contains(way), "\(path): \(ways)")
            #expect(try page.nodes(forXPath: "//header//nav//a").count > 5, "\(path)")
            #expect(try page.nodes(forXPath: "//h1").count == 1)
        }
    }

    @Test func `the cards tell the period that the page says`() async throws {
        let site = try PaperSite()
        for (period, title) in [
            ("2026-03", "March 2026"), ("2026-02", "February 2026"), ("2025-Q4", "quarter 4 of 2025"),
            ("2026-W06", "week 2026-W06"),
        ] {
            for path in ["/", "/response", "/escalations"] {
                let body = try await site.ask("\(path)?period=\(period)").body
                let page = try XMLDocument(xmlString: body, options: [])
                let heading = try page.nodes(forXPath: "//section[@id='kpis']/h2").first?.stringValue ?? ""
                #expect(heading.hasSuffix(" in \(title)"), "\(path) \(period): \(heading)")
                let terms = try page.nodes(forXPath: "//article/p[@class='soft'][1]").compactMap(\.stringValue)
                // The heading says it once; only a card of another stretch of time says its own.
                let other = terms.filter { $0.contains(" · worked out by the ") }
                #expect(!terms.isEmpty && terms.allSatisfy { !$0.contains(title) }, "\(path) \(period): \(terms)")
                #expect(other.count <= 2, "\(path) \(period): \(terms)")
            }
        }
        let past = try await site.ask("/?period=2026-02").body
        #expect(past.contains(" were missed: ") || past.contains(" was missed: "))
        #expect(!past.contains("heading for"))
    }

    @Test func `whatever is chosen next, what was chosen before stays`() async throws {
        let path = "/response?period=2026-02&team=first_line&sort=response.mean&order=ascending"
        let page = try XMLDocument(xmlString: try await PaperSite().ask(path).body, options: [])
        func values(_ xpath: String) throws -> [String] { try page.nodes(forXPath: xpath).compactMap(\.stringValue) }
        let hidden = try values("//form[@method='get']/input[@type='hidden']/@value")
        #expect(hidden == ["response.mean", "ascending"])
        for link in try values("//header//nav//a/@href") {
            #expect(link.hasSuffix("?period=2026-02&team=first_line"), "\(link)")
        }
        let steps = try values("//main//p[@class='steps']/a/@href")
        #expect(steps.count == 3 && steps.allSatisfy { $0.hasSuffix("sort=response.mean&order=ascending") }, "\(steps)")
        let sorts = try values("//thead//a/@href")
        #expect(!sorts.isEmpty && sorts.allSatisfy { $0.contains("period=2026-02&team=first_line&sort=") }, "\(sorts)")
        #expect(try values("//p[@class='steps']/strong") == ["February 2026, team First line"])
        #expect(try values("/html/head/title") == ["Response and resolution, February 2026 · SayPro Messaging"])
        let health = try await PaperSite().ask("/health?period=2026-02&team=first_line").body
        #expect(health.contains("href=\"/volume?period=2026-02&amp;team=first_line\""))
    }

    @Test func `a step of a case tells what is new in it, in words and in the reports' zone`() async throws {
        let body = try await PaperSite().ask("/case?id=u-0/1").body
        let page = try XMLDocument(xmlString: body, options: [])
        let facts = try page.nodes(forXPath: "//span[@class='soft facts']").compactMap(\.stringValue)
        #expect(facts == ["category refund late · tier P2", "tier P1 · opened at 2026-03-09 12:00"])
    }

    @Test func `a list of cases has the columns that its figure fills`() async throws {
        for (figure, heads) in [("messages.received", ["Messages"]), ("A7", ["Counted in"])] {
            let body = try await PaperSite().ask("/cases?figure=\(figure)").body
            let page = try XMLDocument(xmlString: body, options: [])
            let found = try page.nodes(forXPath: "//thead//th").compactMap(\.stringValue)
            #expect(found.starts(with: ["Case", "Conversation", "Kind", "Counted at", "Team", "Category", "Admin"]))
            #expect(Set(heads).isSubset(of: found), "\(figure): \(found)")
        }
    }

    @Test func `admins are called as they are, in tables and drawings`() async throws {
        let body = try await PaperSite().ask("/admins").body
        #expect(body.contains("admin-14") && !body.contains("Admin-"))
    }

    @Test func `a KPI has one name on every page, which the policy may give`() async throws {
        let site = try PaperSite()
        for path in ["/", "/response", "/reports/quarterly/2026-Q1", "/cases?figure=A7"] {
            let body = try await site.ask(path).body
            #expect(body.contains("Done in a day"), "\(path)")
            #expect(!body.contains("Resolved in time") && !body.contains("within 24 hours</h3>"), "\(path)")
        }
    }

    @Test
    func `the two weeks of a transparency report can be chosen, and are not taken for the week that they end with`()
        async throws
    {
        for query in ["period=2026-W06&kind=biweekly", "period=biweekly%2F2026-W06"] {
            let page = try XMLDocument(xmlString: try await PaperSite().ask("/volume?\(query)").body, options: [])
            let chosen = try page.nodes(forXPath: "//select[@name='period']/option[@selected]")
            #expect(chosen.map(\.stringValue) == ["Two weeks to 2026-02-08"], "\(query)")
            #expect(try page.nodes(forXPath: "//option[@value='biweekly/2026-W06']").count == 1, "\(query)")
            #expect(
                try page.nodes(forXPath: "//p[@class='steps']/strong").first?.stringValue == "Two weeks to 2026-02-08"
            )
        }
        #expect(try await PaperSite().ask("/volume?period=biweekly%2F2026-Q1").status == 400)
    }

    @Test func `the hours of the live chat are told as hours`() async throws {
        let page = try XMLDocument(xmlString: try await PaperSite().ask("/").body, options: [])
        let parts =
            try page.nodes(forXPath: "//article[@id='kpi-A16']/details/p[@class='soft']").first?.stringValue ?? ""
        #expect(parts.contains(/(s|min|h) covered of .*(s|min|h) of the live chat's hours\.$/), "\(parts)")
    }

    @Test func `a report begins with its contents, its verdicts and what stands out`() async throws {
        let page = try XMLDocument(xmlString: try await PaperSite().ask("/reports/quarterly/2026-Q1").body, options: [])
        let headings = try page.nodes(forXPath: "//main//h2").compactMap(\.stringValue)
        #expect(
            headings == [
                "Targets kept and missed", "Strengths", "Areas to improve", "Action plan",
                "What became of the last plan", "Targets", "Satisfaction and themes", "Escalations",
                "Moderation and marketplace", "Teams and admins",
                "All figures", "Changed since it was issued",
            ]
        )
        let contents = try page.nodes(forXPath: "//nav[@aria-label='In this report']//a").compactMap(\.stringValue)
        #expect(contents == Array(headings.dropFirst(5)))
        let verdicts = try page.nodes(forXPath: "//ul[@class='verdicts']/li/span[1]/@class").compactMap(\.stringValue)
        #expect(verdicts.count == 8)
        #expect(verdicts == verdicts.filter { $0 == "badge missed" } + verdicts.filter { $0 != "badge missed" })
    }

    @Test func `a page that the browser has already is not sent again`() async throws {
        let site = try PaperSite()
        let first = try await site.ask("/volume")
        var headers = HTTPFields()
        headers[.ifNoneMatch] = first.headers[.eTag]
        let second = try await site.ask("/volume", headers: headers)
        #expect(second.status == 304)
        #expect(second.body.isEmpty)
    }

    @Test func `the pipeline's page says what is wrong`() async throws {
        let body = try await PaperSite().ask("/health").body
        let lead = "Nobody works on some partitions of router; more than a minute behind: router in commands; 3 parked."
        #expect(body.contains(lead))
        let well = PaperHealth(state: PipelineState(places: [], parked: [], rejected: []))
        #expect(try await PaperSite(health: well).ask("/health").body.contains("Every partition has an owner"))
    }

    @Test func `who is signed in can sign out`() async throws {
        var headers = HTTPFields()
        headers[.authorization] = "Bearer s3cret"
        let guarded = try await PaperSite(token: Array("s3cret".utf8)).ask("/", headers: headers)
        #expect(guarded.body.contains("action=\"/sign-out\""))
        #expect(try await !PaperSite().ask("/").body.contains("/sign-out"))
    }

    @Test func `below what is open to all, nobody learns what there is without a token`() async throws {
        let site = try PaperSite(token: Array("s3cret".utf8))
        var headers = HTTPFields()
        for (header, statuses) in [(nil, [401, 404]), ("Bearer s3cret", [400, 400])] {
            headers[.authorization] = header
            let answers = [
                try await site.ask("/sign-inx?period=x", headers: headers),
                try await site.ask("/assets/x?period=x", headers: headers),
            ]
            #expect(answers.map(\.status) == statuses)
            #expect(answers.allSatisfy { $0.body.contains("There is no period") == (header != nil) })
        }
    }

    /// Looked at with a browser by `scripts/pages/run`; nothing is written unless it asks.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["PAGES_FOLDER"] != nil))
    func `the pages can be written to files`() async throws {
        let folder = try #require(ProcessInfo.processInfo.environment["PAGES_FOLDER"])
        let site = try PaperSite()
        for asset in [Asset.stylesheet.link.text, LiveScript.asset.link.text] {
            try write(try await site.ask(asset).body, folder + asset)
        }
        for path in Self.paths {
            let name = path.split { "/?&=".contains($0) }.joined(separator: "-")
            try write(try await site.ask(path).body, "\(folder)/\(name.isEmpty ? "index" : name).html")
        }
    }

    private func write(_ text: String, _ file: String) throws {
        let folder = file.split(separator: "/").dropLast().joined(separator: "/")
        try FileManager.default.createDirectory(atPath: "/" + folder, withIntermediateDirectories: true)
        try text.write(toFile: file, atomically: true, encoding: .utf8)
    }
}
