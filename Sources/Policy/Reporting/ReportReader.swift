/// Reads `report`.
enum ReportReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> ReportPolicy? {
        guard var members = Members(entry, like: "{ zone: Africa/Johannesburg, minimum_n: 30 }", &faults) else {
            return nil
        }
        var report = ReportPolicy()
        members.read("zone", into: &report.zone, &faults) { $0.reportZone(&$1) }
        members.read("minimum_n", into: &report.minimumN, &faults) { $0.integer(in: 1...1_000_000, &$1) }
        if let schedules = members.take("schedules")?.named(&faults, schedule) {
            report.schedules = Dictionary(schedules.map { (Name($0.name), $0.schedule) }) { $1 }
        }
        members.read("gaming", into: &report.gaming, &faults, gaming)
        members.read("staff", into: &report.staff, &faults, staff)
        members.close(&faults)
        return report
    }

    private static func schedule(
        _ name: String,
        _ entry: Entry,
        _ faults: inout FaultList
    ) -> (name: String, schedule: ReportSchedule)? {
        let example = "{ report: weekly, at: \"07:00\", to: [office@example.org] }"
        guard var members = Members(entry, like: example, &faults) else { return nil }
        let report: ReportSchedule.Report? = members.need("report", &faults)?.word(&faults)
        let at = members.need("at", &faults)?.time(&faults)
        let to = members.need("to", &faults)?.list("a list of e-mail addresses is allowed", &faults) { $0.email(&$1) }
        guard let report, let at, let to else {
            _ = (members.take("days_after"), members.take("format"), members.take("language"))
            members.close(&faults)
            return nil
        }
        var schedule = ReportSchedule(report: report, at: at)
        schedule.to = to
        members.read("days_after", into: &schedule.daysAfter, &faults) { $0.integer(in: 0...30, &$1) }
        members.read("format", into: &schedule.format, &faults) { $0.word(&$1) }
        schedule.language = members.take("language")?.language(&faults)
        members.close(&faults)
        return (name, schedule)
    }

    private static func gaming(_ entry: Entry, _ faults: inout FaultList) -> GamingRule? {
        guard var members = Members(entry, like: "{ short_reply: 15 }", &faults) else { return nil }
        var rule = GamingRule()
        members.read("snooze_before_breach", into: &rule.snoozeBeforeBreach, &faults) {
            $0.duration(in: .minutes(1) ... .days(7), &$1)
        }
        members.read("short_reply", into: &rule.shortReply, &faults) { $0.integer(in: 0...1000, &$1) }
        members.read("reopened_within", into: &rule.reopenedWithin, &faults) {
            $0.duration(in: .minutes(1) ... .days(7), &$1)
        }
        members.close(&faults)
        return rule
    }

    private static func staff(_ entry: Entry, _ faults: inout FaultList) -> StaffRule? {
        guard var members = Members(entry, like: "{ praised: 3 }", &faults) else { return nil }
        var rule = StaffRule()
        members.read("minimum_replies", into: &rule.minimumReplies, &faults) { $0.integer(in: 1...1_000_000, &$1) }
        members.read("praised", into: &rule.praised, &faults) { $0.integer(in: 0...100, &$1) }
        members.read("training_below", into: &rule.trainingBelow, &faults) { $0.share(&$1) }
        members.close(&faults)
        return rule
    }
}
