import Foundation
import FoundationXML
import Testing

@testable import Dashboard

/// Where figures and lists lead.
@Suite struct WaysTests {
    @Test func `a missed share leads to what missed it, and a missed mean to all that it is taken of`() async throws {
        let page = try XMLDocument(xmlString: try await PaperSite().ask("/").body, options: [])
        for kpi in ["A1", "A3", "A5", "A10", "A11", "A12"] {
            let card = "//article[@id='kpi-\(kpi)']/p[@class='reading']"
            guard try page.nodes(forXPath: "\(card)/span[@class='badge missed']").count == 1 else { continue }
            let link = try page.nodes(forXPath: "\(card)//a/@href").first?.stringValue ?? ""
            #expect(link.hasSuffix("missed=1") == ["A1", "A10"].contains(kpi), "\(kpi): \(link)")
        }
        let missed = try page.nodes(forXPath: "//span[@class='badge missed']/../..//a/@href").compactMap(\.stringValue)
        #expect(missed.contains { $0.hasSuffix("missed=1") } && missed.contains { !$0.hasSuffix("missed=1") })
        let lead = "Quarter 4 of 2025, team First line; what was heard of last comes last."
        #expect(try await PaperSite().ask("/cases?figure=A5&period=2025-Q4&team=first_line").body.contains(lead))
        for (figure, isShare) in [("A7", true), ("A5", false), ("A14", true), ("satisfaction.mean_stars", false)] {
            let body = try await PaperSite().ask("/cases?figure=\(figure)").body
            #expect(body.contains("Only those that speak against the target") == isShare, "\(figure)")
            #expect(body.contains("Counted in") == isShare, "\(figure)")
        }
    }

    @Test func `the last two weeks are those whose report is issued, which end with the last whole week`() async throws
    {
        let page = try XMLDocument(xmlString: try await PaperSite().ask("/reports").body, options: [])
        let links = try page.nodes(forXPath: "//section[@aria-labelledby='kind-biweekly']//a").compactMap(\.stringValue)
        #expect(links == ["Two weeks to 2026-03-15", "Two weeks to 2026-03-08"])
    }
}
