import Policy
import Testing

@Suite struct `The default policy` {
    private let document: Document

    init() throws { document = try Document(yaml: DefaultPolicy.yaml) }

    @Test(arguments: [
        "inquiry", "complaint", "ad_approval", "payment_issue", "general", "login_issue", "listing_problem",
        "account_verification", "suspension", "visibility", "refund", "dispute", "technical_issue", "moderation",
    ])
    func `each category has a row in the reports, a team, a tier or the default, and words`(_ name: String) throws {
        let category = try #require(document.categories[Name(name)])
        #expect(!category.reportRow.isEmpty)
        let team = try #require(category.team)
        #expect(document.teams[team] != nil)
        #expect(category.title.languages == ["en", "fr"].compactMap { Language($0) })
        #expect(name == "general" || category.keywords.languages == ["en", "fr"].compactMap { Language($0) })
    }

    @Test func `a category has from its parent what it does not say`() throws {
        let refund = try #require(document.categories["refund"])
        #expect(refund.team == "payments")
        #expect(refund.tier == .p2)
        #expect(refund.skills == ["payments"])
        #expect(refund.reportRow == "refunds")
        #expect(document.categories.path(of: "refund").map(\.name) == ["payment_issue", "refund"])
        #expect(document.categories.isWithin("refund", "payment_issue"))
        #expect(!document.categories.isWithin("payment_issue", "refund"))
    }

    @Test(arguments: CaseKind.allCases.filter { $0 != .conversation })
    func `each marketplace kind has a category and, where a decision needs one, a reason with its steps`(
        _ kind: CaseKind
    ) throws {
        #expect(document.categories.category(for: kind) != nil)
        let terms = document.routing.kinds[kind] ?? KindTerms()
        for outcome in kind.outcomesWithReason {
            let reasons = terms.reasons.values.filter { $0.outcomes.isEmpty || $0.outcomes.contains(outcome) }
            #expect(!reasons.isEmpty, "\(outcome)")
            #expect(!kind.outcomesWithSteps.contains(outcome) || reasons.allSatisfy { !$0.nextSteps.isEmpty })
        }
    }

    @Test(arguments: [
        (KPI.a1, Window.month, ">=", 0.95), (.a2, .month, "<=", 0.05), (.a3, .month, "<=", 3600),
        (.a4, .month, "<=", 86_400), (.a5, .month, "<", 10_800), (.a6, .month, "<=", 86_400),
        (.a7, .month, ">=", 0.95), (.a7, .week, ">", 0.9), (.a8, .quarter, "<=", -0.2), (.a10, .month, ">=", 0.85),
        (.a11, .month, ">=", 4.5), (.a12, .month, "<", 0.03), (.a13, .month, ">=", 1), (.a14, .month, "<", 0.005),
        (.a16, .month, ">=", 1),
    ])
    func `each target is the office's`(_ kpi: KPI, _ window: Window, _ comparison: String, _ bound: Double) throws {
        let target = try #require(document.kpis[kpi]?.targets[window])
        #expect(target.comparison.rawValue == comparison)
        #expect(abs(target.bound - bound) < 1e-9)
    }

    @Test func `every section is there`() {
        #expect(document.kpis.count == KPI.allCases.count)
        #expect(Set(document.promises.values.map(\.metric)) == Set(Metric.allCases))
        #expect(document.ladders.keys.sorted() == ["department", "standard", "urgent"])
        #expect(document.departments.keys.sorted() == ["compliance", "finance", "it", "legal"])
        #expect(document.escalation.departments["technical_issue"] == "it")
        #expect(document.escalation.budget.share == 0.05)
        #expect(document.routing.reopenWindow == .seconds(7 * 86_400))
        #expect(document.routing.widening.team == 0.25)
        #expect(document.routing.autoResolve?.reminders == [.seconds(2 * 86_400), .seconds(5 * 86_400)])
        #expect(document.triage.standardCategory == "general")
        #expect(document.triage.rules.map(\.name) == ["charged_twice", "money_back", "forgotten_password"])
        #expect(Set(document.notices.user.keys) == Set(UserNotice.allCases))
        #expect(Set(document.notices.admin.keys) == Set(AdminNotice.allCases))
        #expect(document.surveys.terms(for: .email).delay == .seconds(3600))
        #expect(document.surveys.terms(for: nil).delay == .seconds(1800))
        #expect(document.rewards.points == 10)
        #expect(document.retention.periods[.events] == .seconds(30 * 86_400))
        #expect(document.retention.periods[.reports] == nil)
        #expect(document.report.zone == "Africa/Johannesburg")
    }
}
