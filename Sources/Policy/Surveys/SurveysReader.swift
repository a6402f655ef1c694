/// Reads `surveys` and `rewards`.
enum SurveysReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> SurveyPolicy? {
        guard var members = Members(entry, like: "{ delay: 30m, expiry: 14d, scale: 5 }", &faults) else { return nil }
        var surveys = SurveyPolicy()
        surveys.terms = terms(&members, surveys.terms, &faults)
        members.read("factors", into: &surveys.factors, &faults) { $0.words(&$1) }
        members.read("reminder", into: &surveys.reminder, &faults, optionalDuration)
        members.read("expiry", into: &surveys.expiry, &faults) { $0.duration(in: .days(1) ... .days(90), &$1) }
        members.read("cool_down", into: &surveys.coolDown, &faults) { $0.duration(in: .seconds(0) ... .days(365), &$1) }
        members.read("amendable", into: &surveys.amendable, &faults) {
            $0.duration(in: .seconds(0) ... .days(90), &$1)
        }
        members.read("follow_up", into: &surveys.followUp, &faults, followUp)
        members.read("theme_minimum", into: &surveys.themeMinimum, &faults) { $0.integer(in: 2...10_000, &$1) }
        let usual = surveys.terms
        members.read("channels", into: &surveys.channels, &faults) { entry, faults in
            entry.keyed(&faults) { _, entry, faults in
                guard var members = Members(entry, like: "{ delay: 1h, scale: 10 }", &faults) else { return nil }
                let terms = terms(&members, usual, &faults)
                members.close(&faults)
                return terms
            }
        }
        members.close(&faults)
        if let reminder = surveys.reminder, reminder >= surveys.expiry {
            faults.add("`reminder` is shorter than `expiry`", at: entry.place)
        }
        return surveys
    }

    static func rewards(_ entry: Entry, _ faults: inout FaultList) -> RewardPolicy? {
        guard var members = Members(entry, like: "{ points: 10 }", &faults) else { return nil }
        var rewards = RewardPolicy()
        members.read("points", into: &rewards.points, &faults) { $0.integer(in: 0...1_000_000, &$1) }
        members.read("comment_points", into: &rewards.commentPoints, &faults) { $0.integer(in: 0...1_000_000, &$1) }
        members.read("cap", into: &rewards.cap, &faults) { entry, faults in
            guard var members = Members(entry, like: "{ points: 100, within: 30d }", &faults) else { return nil }
            let points = members.need("points", &faults)?.integer(in: 1...100_000_000, &faults)
            let within = members.need("within", &faults)?.duration(in: .days(1) ... .days(3650), &faults)
            members.close(&faults)
            guard let points, let within else { return nil }
            return RewardPolicy.Cap(points: points, within: within)
        }
        members.read("reversible_for", into: &rewards.reversibleFor, &faults) {
            $0.duration(in: .days(1) ... .days(3650), &$1)
        }
        members.close(&faults)
        if let cap = rewards.cap, cap.points < rewards.points + rewards.commentPoints {
            faults.add("`cap.points` is at least what one answer gives", at: entry.place)
        }
        return rewards
    }

    private static func terms(
        _ members: inout Members,
        _ usual: SurveyPolicy.Terms,
        _ faults: inout FaultList
    ) -> SurveyPolicy.Terms {
        var terms = usual
        members.read("ask", into: &terms.isOn, &faults) { $0.boolean(&$1) }
        members.read("delay", into: &terms.delay, &faults) { $0.duration(in: .seconds(0) ... .days(14), &$1) }
        members.read("scale", into: &terms.scale, &faults) { entry, faults in
            entry.text("5 or 10 is allowed", &faults) { $0 == "5" || $0 == "10" }.flatMap { Int($0) }
        }
        return terms
    }

    /// A duration, or `none`.
    private static func optionalDuration(_ entry: Entry, _ faults: inout FaultList) -> Duration?? {
        if entry.scalar == "none" { return .some(nil) }
        return entry.duration(in: .hours(1) ... .days(90), &faults).map { .some($0) }
    }

    private static func followUp(_ entry: Entry, _ faults: inout FaultList) -> FollowUpRule? {
        guard var members = Members(entry, like: "{ stars: 2, within: 1d }", &faults) else { return nil }
        var rule = FollowUpRule()
        members.read("stars", into: &rule.stars, &faults) { $0.integer(in: 1...4, &$1) }
        members.read("within", into: &rule.within, &faults) { $0.duration(in: .minutes(1) ... .days(30), &$1) }
        members.read("team", into: &rule.team, &faults) { $0.reference(&$1) }
        members.close(&faults)
        return rule
    }
}
