import Policy
import Testing

@Suite struct `The sections of the policy file` {
    private static let start = "version: 1\nsources: { web: { publish: [message.post] } }\n"

    private func document(_ sections: String) throws -> Document {
        try Document(yaml: Self.start + sections)
    }

    @Test func `a file of version and sources has the value of an empty section everywhere`() throws {
        let bare = try document("")
        #expect(bare.routing == RoutingPolicy())
        #expect(bare.triage == TriagePolicy())
        #expect(bare.notices == NoticePolicy())
        #expect(bare.surveys == SurveyPolicy())
        #expect(bare.tiers.standard == .p3)
        #expect(bare.categories.all.isEmpty && bare.teams.isEmpty && bare.promises.isEmpty && bare.kpis.isEmpty)
        let empty = try document("routing: {}\ntriage: {}\nnotices: {}\nsurveys: {}\nretention: {}\nreport: {}\n")
        #expect(empty == bare)
    }

    @Test func `a calendar has its hours, its nights and its holidays`() throws {
        let calendar = try #require(
            document(
                """
                calendars:
                  shop:
                    zone: Europe/Berlin
                    region: DE
                    week: { sat-mon: ["22:00-06:00"], tue: ["13:00-18:00", "08:00-12:00"], wed: ["00:00-24:00"] }
                    holidays:
                      - { date: 12-24, open: ["09:00-12:00"], region: DE, name: Christmas Eve }
                      - { date: 2028-02-29 }
                    icalendar: [de.ics]
                """
            ).calendars["shop"]
        )
        #expect(calendar.zone == "Europe/Berlin")
        #expect(calendar.week.keys.count == 5)
        #expect(calendar.week[.sunday]?.map(\.description) == ["22:00-06:00"])
        #expect(calendar.week[.sunday]?.first?.crossesMidnight == true)
        #expect(calendar.week[.sunday]?.first?.endMinutes == 30 * 60)
        #expect(calendar.week[.tuesday]?.map(\.description) == ["08:00-12:00", "13:00-18:00"])
        #expect(calendar.week[.wednesday]?.first?.crossesMidnight == false)
        #expect(calendar.holidays.map(\.date) == [.yearly(month: 12, day: 24), .once(year: 2028, month: 2, day: 29)])
        #expect(calendar.holidays.first?.open.map(\.description) == ["09:00-12:00"])
        #expect(calendar.holidayFiles == ["de.ics"])
    }

    @Test func `a promise has its cases, its hours and its warnings`() throws {
        let promises = try document(
            """
            calendars: { office: { zone: UTC, week: { mon: ["08:00-12:00"] } } }
            categories: { refund: {} }
            ladder: { standard: { levels: [{ notify: [assignee] }] } }
            promises:
              usual: { metric: resolution, target: 1h30m, hours: office }
              quick:
                metric: resolution
                target: 15m
                hours: team
                tiers: [P1, P2]
                categories: [refund]
                pauses: [user, third_party]
                warn: [50%, 5m]
                ladder: standard
                replaces: [usual]
            """
        ).promises
        let quick = try #require(promises["quick"])
        #expect(promises["usual"]?.target == .seconds(5400))
        #expect(promises["usual"]?.hours == .calendar("office"))
        #expect(quick.hours == .team)
        #expect(quick.condition.tiers == [.p1, .p2])
        #expect(quick.condition.categories == ["refund"])
        #expect(quick.pauses == [.user, .thirdParty])
        #expect(quick.warnings == [.share(0.5), .before(.seconds(300))])
        #expect(quick.replaces == ["usual"])
    }

    @Test(arguments: [
        ("90s", 90), ("15m", 900), ("1h30m", 5400), ("7d", 604_800), ("2w", 1_209_600), ("1d2h3m4s", 93_784),
    ])
    func `durations are read and written in the policy's words`(_ text: String, _ seconds: Int) {
        #expect(DurationText.duration(text) == .seconds(seconds))
        #expect(DurationText.duration(DurationText.text(.seconds(seconds))) == .seconds(seconds))
    }

    @Test(arguments: ["", "15", "m", "1.5h", "-1h", "30m1h", "1h 30m", "1h1h", "999999999s", "1y"])
    func `what is no duration is not taken for one`(_ text: String) {
        #expect(DurationText.duration(text) == nil)
    }

    @Test func `a reader gets the own language, a more general one, or the fallback`() throws {
        let templates = try document(
            "templates: { fallback: [en, fr], hello: { texts: { en: Hello, pt: Olá, fr: { subject: Salut, text: Bonjour } } } }"
        ).templates
        #expect(templates.text("hello", for: Language("pt-BR"))?.text == "Olá")
        #expect(templates.text("hello", for: Language("zu"))?.text == "Hello")
        #expect(templates.text("hello", for: Language("FR"))?.subject == "Salut")
        #expect(templates.text("goodbye", for: nil) == nil)
    }

    @Test(arguments: [
        ("team: 10%, language: 20%, anyone: 40%", 0.1), ("anyone: 40%", 0.25), ("language: 5%, anyone: 10%", 0.1),
    ])
    func `a case waits for its team no longer than for anyone`(_ widening: String, _ team: Double) throws {
        #expect(try document("routing: { widening: { \(widening) } }").routing.widening.team == team)
    }

    @Test func `a ladder and its escalation are read`() throws {
        let ladder = try document(
            """
            departments: { legal: {} }
            escalation: { reasons: { late: { departments: [legal] } } }
            ladder:
              standard:
                start: warning
                levels:
                  - { notify: [assignee, team], acknowledge_within: 10m, reassign: true }
                  - { notify: [senior], escalate: { department: legal, reason: late } }
                on_breach: { raise_tier: true }
            """
        ).ladders["standard"]
        #expect(ladder?.start == .warning)
        #expect(ladder?.levels.map(\.notify) == [[.assignee, .team], [.senior]])
        #expect(ladder?.levels.first?.acknowledgeWithin == .seconds(600))
        #expect(ladder?.levels.first?.actions.reassigns == true)
        #expect(ladder?.levels.last?.actions.escalatesTo == .department("legal"))
        #expect(ladder?.levels.last?.actions.reason == "late")
        #expect(ladder?.onBreach.raisesTier == true)
    }
}
