/// Reads `kpis`.
enum KPIsReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> [KPI: KPITerms]? {
        entry.keyed(&faults) { (kpi: KPI, entry, faults) in terms(of: kpi, entry, &faults) }
    }

    private static func terms(of kpi: KPI, _ entry: Entry, _ faults: inout FaultList) -> KPITerms? {
        guard var members = Members(entry, like: "{ month: \"\(example(kpi.unit))\" }", &faults) else { return nil }
        var terms = KPITerms()
        members.read("title", into: &terms.title, &faults) { $0.title(&$1) }
        for window in Window.allCases {
            guard let entry = members.take(window.rawValue) else { continue }
            if entry.scalar == "reported" {
                terms.reported.insert(window)
            } else {
                terms.targets[window] = target(of: kpi, entry, &faults)
            }
        }
        members.read("within", into: &terms.within, &faults) { within(of: kpi, $0, &$1) }
        members.read("calendar", into: &terms.calendar, &faults) { calendar(of: kpi, $0, &$1) }
        members.read("minimum_n", into: &terms.minimumN, &faults) { $0.integer(in: 1...1_000_000, &$1) }
        members.read("warn", into: &terms.warnings, &faults) { $0.shares(&$1) }
        members.close(&faults)
        return terms
    }

    private static func within(of kpi: KPI, _ entry: Entry, _ faults: inout FaultList) -> Duration? {
        guard let within = entry.duration(in: .minutes(1) ... .days(365), &faults) else { return nil }
        switch kpi {
        case .a13:
            if within != .hours(12) {
                faults.object("12h is allowed: a flag that is still open counts as late by then", at: entry.place)
            }
        case .a4, .a7:
            if !KPITerms.countedTimes.contains(within) {
                let times = WordList.one(of: KPITerms.countedTimes.map(DurationText.text))
                faults.object(
                    "\(times) is allowed: what is within another time is not counted exactly",
                    at: entry.place
                )
            }
        case .a14: break
        default:
            let words = "`within` goes with A4, A7, A13 and A14 only; \(kpi.rawValue) counts no time that must be kept"
            faults.object(words, at: entry.place)
        }
        return within
    }

    private static func calendar(
        of kpi: KPI,
        _ entry: Entry,
        _ faults: inout FaultList
    ) -> Name<CalendarDefinition>? {
        switch kpi {
        case .a16: break
        case .a3:
            let words = "`calendar` goes with A16 only; A3 counts the hours of the promise on the first response"
            faults.object(words, at: entry.place)
        default:
            faults.object("`calendar` goes with A16 only; \(kpi.rawValue) counts no working hours", at: entry.place)
        }
        return entry.reference(&faults)
    }

    private static func target(of kpi: KPI, _ entry: Entry, _ faults: inout FaultList) -> KPITarget? {
        let expectation =
            "a target such as \(example(kpi.unit)), or the word reported, is allowed; "
            + "it begins with >=, <=, > or <"
        guard let text = entry.text(expectation, &faults, where: { _ in true }) else { return nil }
        let comparison = [KPITarget.Comparison.atLeast, .atMost, .above, .below].first { text.hasPrefix($0.rawValue) }
        let rest = text.drop { "<>=".contains($0) }.drop { $0 == " " }
        guard let comparison, let bound = bound(String(rest), kpi.unit),
            text.hasPrefix(comparison.rawValue + " ") || text == comparison.rawValue + rest
        else {
            faults.add(expectation, at: entry.place)
            return nil
        }
        return KPITarget(comparison, bound)
    }

    private static func bound(_ text: String, _ unit: KPI.Unit) -> Double? {
        switch unit {
        case .share: ShareText.share(text).flatMap { (0...1).contains($0) ? $0 : nil }
        case .change: ShareText.share(text).flatMap { (-1...1).contains($0) ? $0 : nil }
        case .duration: DurationText.duration(text).map { Double($0.components.seconds) }
        case .stars: ShareText.number(text).flatMap { (1...5).contains($0) ? $0 : nil }
        case .count: ShareText.number(text).flatMap { $0 >= 0 ? $0 : nil }
        }
    }

    private static func example(_ unit: KPI.Unit) -> String {
        switch unit {
        case .share: ">= 95%"
        case .change: "<= -20%"
        case .duration: "<= 1h"
        case .stars: ">= 4.5"
        case .count: ">= 10000"
        }
    }
}
