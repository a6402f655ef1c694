/// Reads `notices`.
enum NoticesReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> NoticePolicy? {
        guard var members = Members(entry, like: "{ quiet_hours: \"21:00-07:00\", coalesce: 2m }", &faults) else {
            return nil
        }
        var notices = NoticePolicy()
        members.read("user_channels", into: &notices.userChannels, &faults, channels)
        members.read("admin_channels", into: &notices.adminChannels, &faults, channels)
        members.read("quiet_hours", into: &notices.quietHours, &faults) { entry, faults in
            entry.text("hours are allowed such as 21:00-07:00", &faults) { DayInterval($0) != nil }
                .flatMap { DayInterval($0) }
        }
        members.read("coalesce", into: &notices.coalesce, &faults) { $0.duration(in: .seconds(0) ... .hours(1), &$1) }
        members.read("digest", into: &notices.digest, &faults) { NoticeRulesReader.digest($0, &$1) }
        members.read("user_budget", into: &notices.userBudget, &faults) { $0.integer(in: 1...100_000, &$1) }
        members.read("admin_budget", into: &notices.adminBudget, &faults) { $0.integer(in: 1...100_000, &$1) }
        members.read("automatic_replies", into: &notices.automaticReplies, &faults) {
            NoticeRulesReader.replyGuard($0, &$1)
        }
        members.read("retries", into: &notices.retries, &faults) { entry, faults in
            let expectation = "a list of durations, such as [1m, 5m, 30m], is allowed"
            return entry.list(expectation, &faults) { $0.duration(in: .seconds(1) ... .days(7), &$1) }
        }
        members.read("expected_reply", into: &notices.expectedReply, &faults) {
            NoticeRulesReader.expectedReply($0, &$1)
        }
        members.read("mail", into: &notices.mail, &faults) { NoticeAddressReader.mail($0, &$1) }
        members.read("links", into: &notices.links, &faults) { NoticeAddressReader.links($0, &$1) }
        members.read("user", into: &notices.user, &faults) { $0.keyed(&$1) { terms($1, &$2) } }
        members.read("admin", into: &notices.admin, &faults) { $0.keyed(&$1) { terms($1, &$2) } }
        members.close(&faults)
        return notices
    }

    private static func channels(_ entry: Entry, _ faults: inout FaultList) -> [NoticeChannel]? {
        if entry.isEmptyList { faults.add("at least one channel is needed", at: entry.place) }
        return entry.words(&faults)
    }

    private static func terms(_ entry: Entry, _ faults: inout FaultList) -> NoticeTerms? {
        guard var members = Members(entry, like: "{ template: received, urgent: true }", &faults) else { return nil }
        var terms = NoticeTerms()
        members.read("send", into: &terms.isOn, &faults) { $0.boolean(&$1) }
        members.read("template", into: &terms.template, &faults) { $0.reference(&$1) }
        members.read("kinds", into: &terms.kinds, &faults) { $0.keyed(&$1) { $1.reference(&$2) } }
        members.read("channels", into: &terms.channels, &faults, channels)
        members.read("urgent", into: &terms.isUrgent, &faults) { $0.boolean(&$1) }
        members.read("essential", into: &terms.isEssential, &faults) { $0.boolean(&$1) }
        members.close(&faults)
        return terms
    }
}
