import Contract
import Testing

@testable import Demo

@Suite struct `What a demonstration quarter tells` {
    @Test func `there are more than twenty thousand messages, of users and of admins`() {
        #expect((20_500...20_600).contains(Told.messages.count))
        let roles = Told.tally(Told.messages, "role")
        #expect(roles["user", default: 0] > 9000)
        #expect(roles["admin", default: 0] > 8000)
        #expect(roles["bot", default: 0] > 300)
    }

    static let outcomes: [(kind: String, outcomes: Set<String>)] = [
        ("verification", ["approved", "rejected", "more_documents"]),
        ("suspension", ["warned", "suspended", "reinstated", "upheld"]), ("appeal", ["upheld", "overturned"]),
        ("listing", ["approved", "rejected", "revise"]), ("visibility", ["fixed", "not_reproduced"]),
        ("payment", ["recovered", "failed", "corrected"]), ("refund", ["paid", "refused"]),
        ("dispute", ["user", "counterparty", "shared", "withdrawn"]), ("flag", ["upheld", "dismissed"]),
        ("platform_issue", ["fixed", "known", "duplicate", "not_a_fault"]),
    ]

    @Test(arguments: outcomes)
    func `every kind ends in all the ways it can, and in no other`(kind: String, outcomes: Set<String>) {
        var found: Set<String> = []
        for entries in Told.conversations.values {
            var current: String?
            for entry in entries {
                if entry.type == .caseOpen { current = entry["kind"] }
                if entry.type == .caseResolve, current == kind, let outcome = entry["outcome"] { found.insert(outcome) }
            }
        }
        #expect(found == outcomes)
    }

    @Test func `every type of entry that history can have is there, but for erasures and returned mail`() {
        let told = Set(Told.entries.map(\.type))
        #expect(Set(CommandType.allCases).subtracting(told) == [.userErase, .mailBounce])
    }

    @Test func `people write in several languages, from several channels and zones`() {
        let languages = Told.tally(Told.messages, "language")
        for language in ["en", "fr", "pt", "es"] { #expect(languages[language, default: 0] > 1000, "\(language)") }
        #expect(Set(Told.tally(Told.messages, "channel").keys) == ["web", "in_app", "email", "social", "api"])
        #expect(Set(Office.staff.map(\.zone)) == [.johannesburg, .dakar, .saoPaulo])
        #expect(Set(Office.staff.map(\.team)).count == 6)
        let texts = Set(Told.messages.compactMap { $0["text"] })
        #expect(texts.count > 6000, "texts differ")
        #expect(!texts.contains { $0.contains("{") && !$0.contains("http") }, "nothing is left to fill in")
    }

    @Test func `weekends and holidays are quiet, the bad weeks loud and slow`() {
        let season = Told.quarter.world.season
        let opened = Told.conversations.values.compactMap(\.first).map(\.time.seconds)
        let perWeek = (0..<13).map { week in opened.count { season.week(of: $0) == week } }
        #expect(perWeek[4] * 10 > perWeek[3] * 13)
        #expect(perWeek[9] * 10 > perWeek[7] * 12)
        let perDay = Dictionary(grouping: opened) { LocalDay(containing: Instant($0), zone: .johannesburg).number }
        let heritageDay = LocalDay(year: 2026, month: 9, day: 24, zone: .johannesburg)
        #expect(Holidays.isHoliday(heritageDay))
        let weekBefore = perDay[heritageDay.number - 7]?.count ?? 0
        #expect((perDay[heritageDay.number]?.count ?? 0) * 10 < weekBefore * 8)
        #expect(season.pressure(on: "payments", at: heritageDay.start) < 1.2)
        #expect(season.isBad(for: "technical", at: season.outage.lowerBound))
    }

    @Test func `one fault is reported by many within hours`() {
        let season = Told.quarter.world.season
        let reports = Told.entries.filter { $0.type == .caseOpen && $0["subject"] == "upload-E507" }
        #expect(reports.count > 80)
        #expect(reports.allSatisfy { season.outage.contains($0.time.seconds) && $0["logs"] != nil })
    }

    @Test func `a few cases go to departments, some to seniors, some come back, some stay open`() {
        let escalations = Told.entries.filter { $0.type == .caseEscalate }
        let toSeniors = escalations.count { $0["to"] == "seniors" }
        let share = Double(escalations.count - toSeniors) / Double(Told.conversations.count)
        #expect((0.01...0.05).contains(share))
        #expect(toSeniors > 50)
        #expect(Told.count(.caseHandBack) > 50)
        #expect(Told.count(.caseReopen) > 20)
        #expect(Told.count(.caseMerge) > 30)
        let open = Told.conversations.values.count { entries in !entries.contains { $0.type == .caseResolve } }
        #expect(open > 40)
    }

    @Test func `most is settled within a day, and admins answer while they are there`() {
        let admins = Dictionary(uniqueKeysWithValues: Told.quarter.world.office.colleagues.map { ($0.id, $0) })
        var resolved = 0
        var inTime = 0
        for entries in Told.conversations.values {
            guard let first = entries.first, let end = entries.first(where: { $0.type == .caseResolve }) else {
                continue
            }
            resolved += 1
            if end.time - first.time <= .seconds(86_400) { inTime += 1 }
        }
        #expect((0.9...0.98).contains(Double(inTime) / Double(resolved)))
        let assigned = Told.entries.filter { $0.type == .caseAssign }
        let present = assigned.count { entry in
            let seconds = entry.time.seconds
            return admins[entry["to"] ?? ""]?.shifts.contains { $0.start <= seconds && seconds <= $0.end + 1 } ?? false
        }
        #expect(Double(present) / Double(assigned.count) > 0.97)
    }

    @Test func `each month says how many use the site`() {
        let usage = Told.entries.filter { $0.type == .usagePut && $0["campaign"] == nil }
        #expect(usage.compactMap { $0["period"] } == ["2026-07", "2026-08", "2026-09"])
        #expect(Told.entries.contains { $0.type == .usagePut && $0["campaign"] == "boost_week" && $0["reach"] != nil })
        #expect(Told.messages.contains { $0["campaign"] == "spring_clear_out" })
    }
}
