import Contract
import Testing

@testable import OperatorTool

@Suite struct CalendarCommandTests {
    private static let office = """
        {"zone": "Africa/Johannesburg", "week": {"mon-fri": ["08:00-17:00"]}, "holidays": [{"date": "2026-04-03", \
        "name": "Good Friday"}, {"date": "04-06"}, {"date": "2026-04-07", "open": ["08:00-09:00"], "region": "ZA"}]}
        """

    private func run(_ command: String, _ lines: [String]) async throws -> ToolRun {
        let folder = try Folder()
        return await ToolRun("calendar", command, try folder.file("questions.jsonl", lines.joined(separator: "\n")))
    }

    @Test func `due answers each line, with times in the calendar's zone or with an offset`() async throws {
        let run = try await run(
            "due",
            [
                #"{"calendar": \#(Self.office), "start": "2026-04-02T16:30:00", "budget": 5400}"#,
                "",
                #"{"calendar": \#(Self.office), "start": "2026-04-02T14:30:00.000001Z", "budget": 0.25, "pauses": null}"#,
                #"""
                {"calendar": \#(Self.office), "start": "2026-04-02T16:30:00", "budget": 3600, \#
                "pauses": [["2026-04-02T16:45:00", "2026-04-07T08:30:00"], ["2026-04-02T14:50:00Z", "2026-04-02T17:00:00"]]}
                """#,
            ]
        )
        #expect(
            run.lines == [
                #"{"due":"2026-04-07T07:00:00.000Z"}"#, #"{"due":"2026-04-02T14:30:00.250001Z"}"#,
                #"{"due":"2026-04-08T06:15:00.000Z"}"#,
            ]
        )
        #expect(run.status == 0)
        #expect(run.errors.isEmpty)
    }

    @Test func `elapsed answers seconds`() async throws {
        let run = try await run(
            "elapsed",
            [
                #"{"calendar": \#(Self.office), "from": "2026-04-02T16:30:00", "to": "2026-04-08T09:00:00"}"#,
                #"{"calendar": \#(Self.office), "from": "2026-04-02T16:30:00", "to": "2026-04-02T16:30:01.5"}"#,
            ]
        )
        #expect(run.lines == [#"{"elapsed":9000}"#, #"{"elapsed":1.5}"#])
        #expect(run.status == 0)
    }

    @Test(arguments: [
        ("nonsense", "character"), ("[]", "object"), (#"{"start": "2026-04-02T16:30:00", "budget": 1}"#, "calendar"),
        (#"{"calendar": {"zone": "UTC", "week": {}}, "start": "2026-04-02T16:30:00", "budget": 1}"#, "never open"),
        (#"{"calendar": {"zone": "UTC"}, "start": "2026-04-02T16:30:00", "budget": 1}"#, "calendar.week"),
        (#"{"calendar": {"week": {"daily": ["08:00-09:00"]}}}"#, "calendar.zone"),
        (#"{"calendar": {"zone": "Mars/X", "week": {"daily": ["08:00-09:00"]}}}"#, "Mars/X"),
        (#"{"calendar": {"zone": "UTC", "week": {"day": ["08:00-09:00"]}}}"#, "calendar.week.day"),
        (#"{"calendar": {"zone": "UTC", "week": {"mon": ["8-9"]}}}"#, "calendar.week.mon[0]"),
        (#"{"calendar": {"zone": "UTC", "week": {"mon": ["08:00-10:00", "09:00-11:00"]}}}"#, "overlaps"),
        (#"{"calendar": {"zone": "UTC", "weeks": {}}}"#, "calendar.weeks"),
        (#"{"calendar": {"zone": "UTC", "week": {}, "holidays": [{"date": "2026-02-30"}]}}"#, "holidays[0].date"),
        (#"{"calendar": {"zone": "UTC", "week": {}, "holidays": [{"name": "x"}]}}"#, "holidays[0].date"),
        (#"{"calendar": {"zone": "UTC", "week": {}, "region": "Bavaria"}}"#, "calendar.region"),
        (#"{"calendar": OFFICE, "budget": 1}"#, "start"),
        (#"{"calendar": OFFICE, "start": "2026-04-02", "budget": 1}"#, "start"),
        (#"{"calendar": OFFICE, "start": "2026-04-02T16:30:00", "budget": -1}"#, "zero or more"),
        (#"{"calendar": OFFICE, "start": "2026-04-02T16:30:00", "budget": "1"}"#, "budget"),
        (#"{"calendar": OFFICE, "start": "2026-04-02T16:30:00", "budget": 999999999999}"#, "use the budget up"),
        (
            #"{"calendar": OFFICE, "start": "2026-04-02T16:30:00", "budget": 1, "pauses": [["2026-04-02T16:30:00Z"]]}"#,
            "pauses[0]"
        ),
    ])
    func `a line without an answer says why, the others are answered, and the status is 1`(
        line: String,
        says: String
    ) async throws {
        let good = #"{"calendar": \#(Self.office), "start": "2026-04-02T16:30:00", "budget": 60}"#
        let run = try await run("due", [good, line.replacing("OFFICE", with: Self.office), good])
        #expect(run.status == 1)
        #expect(run.lines.count == 3)
        #expect(run.lines.first == #"{"due":"2026-04-02T14:31:00.000Z"}"#)
        #expect(run.lines.first == run.lines.last)
        let error = try #require(run.lines.dropFirst().first)
        #expect(error.hasPrefix(#"{"error":""#))
        #expect(error.contains(says))
    }

    @Test func `an end before its start has no answer`() async throws {
        let run = try await run(
            "elapsed",
            [#"{"calendar": \#(Self.office), "from": "2026-04-02T16:30:00", "to": "2026-04-02T16:00:00"}"#]
        )
        #expect(run.status == 1)
        #expect(run.output.contains("before"))
    }
}
