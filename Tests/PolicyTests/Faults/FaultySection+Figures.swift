import Testing

extension FaultySection {
    static let figures: [FaultySection] = [
        FaultySection(
            "a scale of seven",
            "surveys: { scale: 7 }",
            [
                "line 3: surveys.scale: 5 or 10 is allowed"
            ]
        ),
        FaultySection(
            "a factor that does not exist",
            "surveys: { factors: [price] }",
            [
                "line 3: surveys.factors[0]: helpfulness, clarity, ease_of_use or response_time is allowed"
            ]
        ),
        FaultySection(
            "a reminder after the expiry",
            "surveys: { reminder: 20d, expiry: 14d }",
            [
                "line 3: surveys: `reminder` is shorter than `expiry`"
            ]
        ),
        FaultySection(
            "a low rating of five stars",
            "surveys: { follow_up: { stars: 5 } }",
            [
                "line 3: surveys.follow_up.stars: a whole number from 1 to 4 is allowed"
            ]
        ),
        FaultySection(
            "a survey of an unknown channel",
            "surveys: { channels: { fax: { ask: false } } }",
            [
                "line 3: surveys.channels.fax: no such key; web, email, social, api and in_app are allowed"
            ]
        ),
        FaultySection(
            "a cap below one answer",
            "rewards: { points: 10, cap: { points: 5, within: 30d } }",
            [
                "line 3: rewards: `cap.points` is at least what one answer gives"
            ]
        ),
        FaultySection(
            "a cap without its time",
            "rewards: { points: 1, cap: { points: 5 } }",
            [
                "line 3: rewards.cap: `within` is needed"
            ]
        ),
        FaultySection(
            "a KPI that does not exist",
            "kpis: { A17: { month: reported } }",
            [
                "line 3: kpis.A17: no such key; A1, A2, A3, A4, A5, A6, A7, A8, A9, A10, A11, A12, A13, A14, A15 and A16 are allowed"
            ]
        ),
        FaultySection(
            "a window that does not exist",
            "kpis: { A1: { year: \">= 95%\" } }",
            [
                "line 3: kpis.A1.year: no such key; title, day, week, month, quarter, within, calendar, minimum_n and warn are allowed"
            ]
        ),
        FaultySection(
            "a target without a comparison",
            "kpis: { A1: { month: 95% } }",
            [
                "line 3: kpis.A1.month: a target such as >= 95%, or the word reported, is allowed; it begins with >=, <=, > or <"
            ]
        ),
        FaultySection(
            "a target in another unit",
            "kpis: { A3: { month: \"<= 95%\" } }",
            [
                "line 3: kpis.A3.month: a target such as <= 1h, or the word reported, is allowed; it begins with >=, <=, > or <"
            ]
        ),
        FaultySection(
            "a share above everything",
            "kpis: { A10: { month: \">= 850%\" } }",
            [
                "line 3: kpis.A10.month: a target such as >= 95%, or the word reported, is allowed; it begins with >=, <=, > or <"
            ]
        ),
        FaultySection(
            "six stars",
            "kpis: { A11: { month: \">= 6\" } }",
            [
                "line 3: kpis.A11.month: a target such as >= 4.5, or the word reported, is allowed; it begins with >=, <=, > or <"
            ]
        ),
        FaultySection(
            "a KPI in an unknown calendar",
            "kpis: { A16: { month: reported, calendar: live_chat } }",
            [
                "line 3: kpis.A16.calendar: no calendar is called live_chat; the file has none under `calendars`"
            ]
        ),
        FaultySection(
            "events kept too short",
            "retention: { events: 7d }",
            [
                "line 3: retention.events: a duration from 30d to 36500d is allowed, such as 90s, 15m, 1h30m or 7d"
            ]
        ),
        FaultySection(
            "a matter that is not kept",
            "retention: { tears: 1d }",
            [
                "line 3: retention.tears: no such key; messages, cases, clocks, surveys, notifications, events, rejected, parked, audit, reports and seen_ids are allowed"
            ]
        ),
    ]
}
