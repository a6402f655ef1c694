import BusinessTime
import Figures
import Foundation
import FoundationXML
import Testing

@testable import Dashboard

/// Pages about a time in which nothing happened: everything there is happened in December 2025, and today is 9 March 2026.
@Suite struct QuietTests {
    private func notice(_ path: String, _ figures: PaperFigures) async throws -> (text: String, links: [String]) {
        let page = try XMLDocument(xmlString: try await PaperSite(figures: figures).ask(path).body, options: [])
        let places = try page.nodes(forXPath: "//main//div[@id='quiet'][@data-live]")
        #expect(places.count == 1, "\(path)")
        let links = try page.nodes(forXPath: "//div[@id='quiet']//a/@href").compactMap(\.stringValue)
        return (places.compactMap(\.stringValue).joined(), links)
    }

    @Test(arguments: [
        ("/", "Nothing has happened in March 2026 yet. See December 2025, the last month", "/?period=2025-12"),
        (
            "/response?period=2026-W06", "Nothing happened in week 2026-W06. See week 2026-W01, the last week",
            "/response?period=2026-W01"
        ),
        (
            "/volume?period=2025-11", "Nothing happened in November 2025. See December 2025, the first month",
            "/volume?period=2025-12"
        ),
        (
            "/satisfaction?period=2026-03-09", "Nothing has happened in 2026-03-09 yet. See 2025-12-31, the last day",
            "/satisfaction?period=2025-12-31"
        ),
        (
            "/marketplace?period=2026-W06&kind=biweekly", "See two weeks to 2026-01-04, the last two weeks",
            "/marketplace?period=2026-W01&kind=biweekly"
        ),
        (
            "/admins?period=2026-Q1&team=first_line",
            "Nothing of what these filters show has happened in quarter 1 of 2026 yet. See quarter 4 of 2025",
            "/admins?period=2025-Q4&team=first_line"
        ),
    ])
    func `a page of a quiet time says so, and leads to when something happened`(
        path: String,
        sentence: String,
        way: String
    ) async throws {
        let december = try #require(ReportPeriod("2025-12", as: .monthly))
        let said = try await notice(path, PaperFigures(busy: december))
        #expect(said.text.contains(sentence), "\(said.text)")
        #expect(said.links == [way])
        let body = try await PaperSite(figures: PaperFigures(busy: december)).ask(path).body
        #expect(!body.contains("can be judged") && !body.contains("missed: "), "\(path)")
    }

    @Test func `where something happened nothing is said of it`() async throws {
        for path in ["/", "/volume", "/escalations?period=2026-W06"] {
            #expect(try await notice(path, PaperFigures()) == ("", []), "\(path)")
        }
    }

    @Test func `a system that is new says how it is filled`() async throws {
        let said = try await notice("/", PaperFigures(isEmpty: true))
        #expect(said.text.contains("Nothing has happened in March 2026 yet.") && said.text.contains("saypro demo"))
        let filtered = try await notice("/volume?team=first_line", PaperFigures(isEmpty: true))
        #expect(!filtered.text.contains("saypro demo") && filtered.links.isEmpty)
    }

    @Test func `a report of a quiet time says so`() async throws {
        let body = try await PaperSite(figures: PaperFigures(isEmpty: true)).ask("/reports/monthly/2026-02").body
        #expect(body.contains("No message and no case of February 2026 is known."))
    }
}
