import Contract
import TestKit
import Testing

@testable import OperatorTool

@Suite struct `Policy files beside the policy` {
    private static let yaml = """
        version: 1
        sources: { web: { publish: [message.post] } }
        categories: { general: {} }
        calendars: { office: { zone: UTC, week: { mon-fri: ["08:00-17:00"] }, icalendar: [za.ics] } }
        knowledge: { folder: help }

        """

    private static func calendar(_ days: String...) -> String {
        let events = days.map { day in
            "BEGIN:VEVENT\nDTSTART;VALUE=DATE:\(day)\nSUMMARY:Holiday \(day)\nEND:VEVENT\n"
        }
        return "BEGIN:VCALENDAR\n\(events.joined())END:VCALENDAR\n"
    }

    private static func article(title: String = "Hours", text: String = "Always.") -> String {
        "---\ntitle: \(title)\ncategory: general\nquestions: [when are you open]\n---\n\(text)\n"
    }

    private func folder() throws -> (Folder, policy: String) {
        let folder = try Folder()
        _ = try folder.file("za.ics", Self.calendar("20260403"))
        _ = try folder.file("help/hours.en.md", Self.article())
        return (folder, try folder.file("policy.yaml", Self.yaml))
    }

    @Test func `what is not there is a fault of the line that names it`() async throws {
        let folder = try Folder()
        let policy = try folder.file("policy.yaml", Self.yaml)
        let run = await ToolRun("policy", "check", policy)
        #expect(run.status == 1)
        #expect(
            run.lines == [
                "\(policy):4: calendars.office.icalendar[0]: no file za.ics stands beside the policy file: put it "
                    + "there, or leave it out",
                "\(policy):5: knowledge.folder: no folder help stands beside the policy file: make it, or leave it out",
            ]
        )
    }

    @Test func `what is wrong in a file is told with the file's name and line`() async throws {
        let (folder, policy) = try folder()
        _ = try folder.file("za.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n")
        _ = try folder.file("help/hours.en.md", "---\ntitle: Hours\ncategory: generl\nquestions: []\n---\nAlways.\n")
        _ = try folder.file("help/latin.en.md", [0x2D, 0xE9])
        _ = try folder.file("help/large.en.md", String(repeating: "x", count: 40_000))
        let run = await ToolRun("policy", "check", policy)
        #expect(run.status == 1)
        #expect(
            run.lines
                == [
                    "\(folder.path)/help/hours.en.md:3: category: no category is called generl; allowed: general",
                    "\(folder.path)/help/hours.en.md:4: questions: at least one question is needed",
                    "\(folder.path)/help/large.en.md:1: help/large.en.md may have 32768 bytes: shorten it",
                    "\(folder.path)/help/latin.en.md:1: help/latin.en.md is not UTF-8 text: save it as UTF-8",
                    "\(folder.path)/za.ics:2: not iCalendar: BEGIN:VEVENT has no end",
                ].sorted { $0.contains("help/") && !$1.contains("help/") }
        )
        let json = await ToolRun("policy", "check", policy, "--json").json
        #expect(json["faults"]?.elements.first?["file"] == "help/hours.en.md")
    }

    @Test func `an event that is no holiday is told, and is no fault`() async throws {
        let (folder, policy) = try folder()
        let timed = "BEGIN:VEVENT\nDTSTART:20260403T080000Z\nDTEND:20260403T090000Z\nSUMMARY:Meeting\nEND:VEVENT\n"
        _ = try folder.file("za.ics", "BEGIN:VCALENDAR\n\(timed)END:VCALENDAR\n")
        let run = await ToolRun("policy", "check", policy)
        #expect(run.status == 0)
        #expect(run.lines.count == 2)
        #expect(run.lines.first?.hasPrefix("\(folder.path)/za.ics:2: Meeting is left out: ") == true)
    }

    @Test func `a changed file makes a version, the same files do not, and diff tells what they change`() async throws {
        let premises = try await Premises()
        let (folder, policy) = try folder()
        #expect(await premises.saypro("policy", "apply", policy).output == "version 2 holds now\n")
        #expect(await premises.saypro("policy", "apply", policy).output.contains("nothing to do"))
        #expect(await premises.saypro("policy", "diff", policy).output.contains("the same as version 2"))
        #expect(try await premises.value("SELECT count(*) FROM policy.files WHERE version = 2") == "2")
        #expect(try await premises.value("SELECT title FROM policy.articles WHERE version = 2") == "Hours")

        _ = try folder.file("za.ics", Self.calendar("20260406"))
        _ = try folder.file("help/hours.en.md", Self.article(title: "Opening hours", text: "By day."))
        _ = try folder.file("help/hours.fr.md", Self.article(title: "Horaires"))
        let diff = await premises.saypro("policy", "diff", policy)
        #expect(
            diff.lines.dropFirst() == [
                "calendars",
                "  za.ics gains the holiday 2026-04-06 Holiday 20260406 and loses the holiday 2026-04-03 Holiday 20260403",
                "knowledge", "  help/hours.en.md changes in its title, answer", "  help/hours.fr.md is new: Horaires",
                "open work", "  none that this is about",
            ]
        )
        #expect(await premises.saypro("policy", "apply", policy).output == "version 3 holds now\n")
        #expect(try await premises.value("SELECT count(*) FROM policy.articles WHERE version = 3") == "2")
        #expect(try await premises.value("SELECT count(*) FROM policy.articles WHERE version = 2") == "1")
    }

    @Test func `a new database has the default policy with its articles`() async throws {
        let premises = try await Premises()
        let count = try await premises.value("SELECT count(*) FROM policy.articles WHERE version = 1")
        #expect(count == "48")
    }
}
