import BusinessTime
import Testing

@testable import Policy

/// What a policy that is yet to be applied may not say, and one that has been may.
struct ObjectionableSection: Sendable, CustomTestStringConvertible {
    let sections: String
    /// What is said about it; nothing of one that is sound.
    let faults: [String]

    init(_ sections: String, _ faults: String...) {
        self.sections = sections
        self.faults = faults
    }

    var yaml: String { "version: 1\nsources: { web: { publish: [message.post] } }\n\(sections)\n" }
    var testDescription: String { sections }

    private static let times = """
        15m, 1h, 3h, 12h, 1d, 2d or 3d is allowed: what is within another time is not counted exactly
        """
    private static let answers = "knowledge: { folder: knowledge"
    private static let day = "first_day: { metric: resolution, target: 24h"
    private static let ladder = "ladder: { up: { start: warning, levels: [{ notify: [team] }] } }"

    static let all: [ObjectionableSection] = [
        .init(
            "calendars: { office: { zone: Japan, week: { mon: [\"08:00-12:00\"] } } }",
            "line 3: calendars.office.zone: no calendar knows Japan; a name with its area, such as Asia/Tokyo, or UTC is allowed"
        ),
        .init(
            "report: { zone: Israel }",
            "line 3: report.zone: no calendar knows Israel; a name with its area, such as Asia/Tokyo, or UTC is allowed"
        ),
        .init("kpis: { A7: { month: \"> 90%\", within: 20h } }", "line 3: kpis.A7.within: \(times)"),
        .init("kpis: { A4: { month: \"<= 1h\", within: 59m } }", "line 3: kpis.A4.within: \(times)"),
        .init("kpis: { A7: { month: reported, within: 7d } }", "line 3: kpis.A7.within: \(times)"),
        .init(
            "kpis: { A13: { month: reported, within: 24h } }",
            "line 3: kpis.A13.within: 12h is allowed: a flag that is still open counts as late by then"
        ),
        .init("kpis: { A4: { month: \"<= 1h\", within: 60m }, A14: { month: reported, within: 17d } }"),
        .init(
            "kpis: { A6: { month: reported, within: 24h } }",
            "line 3: kpis.A6.within: `within` goes with A4, A7, A13 and A14 only; A6 counts no time that must be kept"
        ),
        .init(
            "kpis: { A3: { month: \"<= 1h\", calendar: office } }\n\(office)",
            "line 3: kpis.A3.calendar: `calendar` goes with A16 only; A3 counts the hours of the promise on the first response"
        ),
        .init(
            "kpis: { A7: { month: \"> 90%\", calendar: office } }\n\(office)",
            "line 3: kpis.A7.calendar: `calendar` goes with A16 only; A7 counts no working hours"
        ),
        .init("kpis: { A16: { month: reported, calendar: office } }\n\(office)"),
        .init(
            "\(answers), solved_after: 24h }\npromises: { \(day) } }",
            "line 3: knowledge.solved_after: \(silence("1d", "1d", "breaks"))"
        ),
        .init(
            "promises: { \(day) } }\n\(answers) }",
            "line 4: knowledge: \(silence("1d", "1d", "breaks"))"
        ),
        .init(
            "\(answers), solved_after: 12h }\npromises: { \(day), warn: [4h, 50%], ladder: up } }\n\(ladder)",
            "line 3: knowledge.solved_after: \(silence("12h", "12h", "calls somebody"))"
        ),
        .init("\(answers), solved_after: 11h }\npromises: { \(day), warn: [4h, 50%], ladder: up } }\n\(ladder)"),
        .init("\(answers), solved_after: 23h }\npromises: { \(day), warn: [50%] } }"),
        .init("\(answers), solved_after: 3d }\npromises: { \(day), pauses: [user] } }"),
        .init("\(answers), solved_after: 3d }\npromises: { \(day), kinds: [refund] } }"),
        .init("\(answers), solved_after: 3d, channels: [web] }\npromises: { \(day), channels: [email] } }"),
        .init("\(answers), solved_after: 3d, answers_per_case: 0 }\npromises: { \(day) } }"),
        .init("knowledge: { solved_after: 3d }\npromises: { \(day) } }"),
    ]

    private static let office = "calendars: { office: { zone: UTC, week: { mon: [\"08:00-12:00\"] } } }"

    private static func silence(_ after: String, _ limit: String, _ then: String) -> String {
        """
        silence counts as solved after \(after), but after \(limit) the promise first_day, which the wait for the user \
        does not pause, \(then); `solved_after` is shorter than that
        """
    }
}

@Suite struct `A policy that is yet to be applied` {
    @Test(arguments: ObjectionableSection.all)
    func `must not say what has no effect, which one that has been applied may`(_ section: ObjectionableSection) throws
    {
        _ = try Document(yaml: section.yaml)
        var found: [String] = []
        do throws(PolicyFaults) { _ = try Document(new: section.yaml) } catch {
            found = error.faults.map(\.description)
        }
        #expect(found == section.faults)
    }

    @Test func `may name those time zones alone that calendars know`() {
        func isTaken(_ zone: String) -> Bool {
            let week = "{ daily: [\"08:00-12:00\"] }"
            let section = ObjectionableSection("calendars: { office: { zone: \(zone), week: \(week) } }")
            return (try? Document(new: section.yaml)) != nil
        }
        for zone in ZoneNames.all { #expect(isTaken(zone) == (LocalClock(zone: zone) != nil), "\(zone)") }
        let refused = ZoneNames.all.filter { LocalClock(zone: $0) == nil }
        #expect(refused == ZoneNames.all.filter { !$0.contains("/") && $0 != "UTC" && $0 != "GMT" })
    }

    @Test func `may be the default policy`() throws {
        let document = try Document(new: DefaultPolicy.yaml, files: DefaultPolicy.files)
        #expect(document.knowledge.solvedAfter == .seconds(11 * 3600))
        #expect(document.kpis[.a3]?.calendar == nil)
    }
}
