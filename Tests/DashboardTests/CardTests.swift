import Contract
import Figures
import Pages
import Policy
import Testing

@testable import Dashboard

/// What the card of a KPI says.
@Suite struct CardTests {
    private func card(_ figure: Figure, _ target: KPITarget, isOver: Bool = false) throws -> String {
        let period = try #require(ReportPeriod("2026-Q1", as: .quarterly))
        let kpi = try #require(KPI(rawValue: figure.id))
        let status = KPIStatus(
            kpi: kpi,
            name: kpi.title,
            window: .quarter,
            period: period,
            figure: figure,
            target: target,
            verdict: Verdict(figure.value, against: target, n: figure.n, minimumN: 1),
            budget: Budget(figure, recent: nil, daysLeft: 1, target: target)
        )
        let card = KPICard(kpi: kpi, windows: [status], isOver: isOver, trend: nil, view: View(period))
        return card.html.text.replacing("\u{A0}", with: " ")
    }

    @Test func `a change against a quarter in which nothing happened says why there is none`() throws {
        let target = KPITarget(.atMost, -0.2)
        let first = try card(Figure("A8", .change, nil, n: 10), target)
        #expect(first.contains("at most −20 % · nothing was resolved in the quarter before · of 10 resolved cases"))
        #expect(try !card(Figure("A8", .change, -0.3, n: 10), target).contains("in the quarter before ·"))
        #expect(try !card(Figure("A8", .change, nil, n: 0), target).contains("in the quarter before ·"))
    }

    @Test(arguments: [
        (0, false, "0 of 5 allowed misses used, 5 left."), (8, true, "8 of 5 allowed misses used, 3 too many."),
        (
            8, false,
            "8 of 5 allowed misses used, 3 too many, used 1.6 times as fast as it would last, heading for 8.0 % where 5 % "
                + "is allowed."
        ),
    ])
    func `a budget tells its pace where some of it is used and some of the time is left`(
        used: Int,
        isOver: Bool,
        sentence: String
    ) throws {
        let said = try card(.share("A2", used, of: 100), KPITarget(.atMost, 0.05), isOver: isOver)
        #expect(said.contains("<p class=\"soft\">\(sentence)</p>"), "\(said)")
    }

    @Test func `a percentile of replies tells of those who still wait`() throws {
        let figure = Figure("A4", .seconds, 50_000, numerator: 90, denominator: 104, n: 100)
        let said = try card(figure, KPITarget(.atMost, 86_400))
        #expect(
            said.contains("of 100 replies") && said.contains("90 replies within the time of the policy (24 h) of 104")
        )
    }
}
