import Contract
import Figures
import Pages

/// The reports that there are: those that have been issued, and those of the periods now under way.
struct ReportsPage {
    let issued: [IssuedReport]
    let zone: ReportZone
    let now: Instant

    static func link(_ period: ReportPeriod) -> Link {
        Link("reports", period.kind.rawValue, period.description)
    }

    /// The period that the address of a report names.
    static func period(_ name: String, _ word: String) throws(PageFault) -> ReportPeriod {
        guard let kind = ReportPeriod.Kind(rawValue: word), kind != .day else {
            let kinds = "weekly, biweekly, monthly and quarterly"
            throw .notFound("There is no report “\(word.prefix(80))”: there are \(kinds) ones.")
        }
        guard let period = ReportPeriod(name, as: kind) else {
            let form = "its period is written as \(kind.example)"
            throw .badAddress("There is no \(kind.rawValue) report “\(name.prefix(80))”: \(form).")
        }
        return period
    }

    var content: HTML {
        let kinds = [ReportPeriod.Kind.weekly, .biweekly, .monthly, .quarterly]
        let cards: [HTML] = kinds.map { kind in
            let current = ReportPeriod(kind, containing: zone.date(at: now))
            let last = ReportPeriod(lastEnded: kind, at: now, in: zone)
            let latest = issued.filter { $0.period.kind == kind }.prefix(12)
            let items: [HTML] = latest.map { report in
                """
                <li><a href="\(Self.link(report.period))">\(Self.title(report.period))</a> \
                <span class="soft tied">issued \(ClockTime.text(report.issuedAt, zone))</span></li>

                """
            }
            let none: HTML? = latest.isEmpty ? "<li class=\"soft\">None has been issued yet.</li>\n" : nil
            return """
                <section class="card" aria-labelledby="kind-\(kind.rawValue)">
                <h2 id="kind-\(kind.rawValue)">\(Self.name(kind))</h2>
                <ul class="plain-list">
                <li><a href="\(Self.link(current))">\(Self.title(current))</a> <span class="soft">under way</span></li>
                <li><a href="\(Self.link(last))">\(Self.title(last))</a> \
                <span class="soft">the last complete one</span></li>
                </ul>
                <h3>Issued</h3>
                <ul class="plain-list">
                \(items)\(none)</ul>
                </section>

                """
        }
        return "<div class=\"charts\" id=\"reports\" data-live=\"\">\n\(cards)</div>\n"
    }

    static func title(_ period: ReportPeriod) -> String {
        period.title.prefix(1).uppercased() + period.title.dropFirst()
    }

    private static func name(_ kind: ReportPeriod.Kind) -> String {
        switch kind {
        case .day: "Daily"
        case .weekly: "Weekly: the check-in"
        case .biweekly: "Bi-weekly: the transparency report"
        case .monthly: "Monthly: the performance report"
        case .quarterly: "Quarterly: the evaluation"
        }
    }
}
