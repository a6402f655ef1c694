import Figures
import Policy
import Testing

@Suite struct `A verdict` {
    @Test(
        arguments: [
            (0.95, 30, Verdict.met), (0.9499, 30, .missed), (0.95, 29, .tooFew), (0.1, 0, .tooFew),
            (nil, 100, .unknown),
        ] as [(Double?, Int, Verdict)]
    )
    func `needs a value and enough things`(value: Double?, n: Int, verdict: Verdict) {
        #expect(Verdict(value, against: KPITarget(.atLeast, 0.95), n: n, minimumN: 30) == verdict)
    }

    @Test func `is unknown without a target`() {
        #expect(Verdict(1, against: nil, n: 100, minimumN: 30) == .unknown)
    }

    @Test func `is told of every KPI by one definition in words`() {
        #expect(KPIDefinition.all.map(\.kpi) == KPI.allCases)
        #expect(KPIDefinition.all.allSatisfy { $0.formula.hasSuffix(".") && !$0.numerator.isEmpty })
    }
}

@Suite struct `A budget` {
    @Test func `is what may be missed of a share that should be small`() throws {
        let figure = Figure.share("A2", 8, of: 200)
        let recent = Figure.share("A2", 4, of: 40)
        let budget = try #require(
            Budget(figure, recent: recent, daysLeft: 2, target: KPITarget(.atMost, 0.05), marks: [0.5, 0.8, 1])
        )
        #expect(budget.allowed == 10)
        #expect(budget.used == 8)
        #expect(budget.left == 2)
        #expect(abs((budget.burnRate ?? 0) - 0.8) < 1e-12)
        #expect(budget.mark == 0.8)
        #expect(abs((budget.forecast ?? 0) - 16.0 / 280) < 1e-12)
    }

    @Test func `is what may be missed of a share that should be large`() throws {
        let figure = Figure.share("A7", 90, of: 100)
        let budget = try #require(Budget(figure, recent: nil, daysLeft: 0, target: KPITarget(.atLeast, 0.95)))
        #expect(abs(budget.allowed - 5) < 1e-9)
        #expect(budget.used == 10)
        #expect(abs((budget.burnRate ?? 0) - 2) < 1e-9)
        #expect(budget.forecast == 0.1)
    }

    @Test(arguments: [
        (Figure.share("A1", 95, of: 100), KPITarget(.atLeast, 0.95)),
        (Figure.share("A1", 190, of: 200), KPITarget(.atLeast, 0.95)),
        (Figure.share("A2", 5, of: 100), KPITarget(.atMost, 0.05)),
        (Figure.share("A10", 85, of: 100), KPITarget(.atLeast, 0.85)),
    ])
    func `is used up by exactly what may be missed, of small shares and of large`(
        _ figure: Figure,
        _ target: KPITarget
    )
        throws
    {
        let budget = try #require(Budget(figure, recent: nil, daysLeft: 0, target: target, marks: [0.5, 0.8, 1]))
        #expect(budget.mark == 1)
        let kept = try #require(figure.numerator) + (target.comparison == .atLeast ? 1 : -1)
        let better = Figure.share("A1", Int(kept), of: Int(try #require(figure.denominator)))
        let left = try #require(Budget(better, recent: nil, daysLeft: 0, target: target, marks: [0.5, 0.8, 1]))
        #expect(left.mark == 0.8)
    }

    @Test func `has no burn rate where nothing may be missed, and is none of a duration`() throws {
        let all = try #require(
            Budget(.share("A13", 9, of: 10), recent: nil, daysLeft: 0, target: KPITarget(.atLeast, 1), marks: [1])
        )
        #expect(all.burnRate == nil)
        #expect(all.mark == nil)
        #expect(all.left == -1)
        #expect(Budget(Figure("A5", .seconds, 10, n: 1), recent: nil, daysLeft: 0, target: KPITarget(.below, 5)) == nil)
    }
}
