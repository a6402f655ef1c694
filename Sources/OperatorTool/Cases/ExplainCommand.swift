import ArgumentParser
import Clocks
import Contract
import Postgres
import SLAMonitor

/// The command `saypro explain CASE`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell what has happened to a case, who decided what and why, and how it stands with each promise.",
        discussion: """
            First comes what holds now: who has the case, or why nobody has it and since when; and what the triage \
            decided about category, tier, language and spam, and by what. Then one line for each decision, oldest \
            first; commands that were refused stand among them with the reason. Then come the surveys: who was asked \
            or why nobody was, what they said, and which answers were refused and why; and the clocks: what was \
            promised by which version of the policy, when each ran, was paused or fell into closed hours, what began \
            that, and the verdict. Times are UTC; the hours of a calendar are told by its own clock too, and a long \
            run of them in one line. Of an entry its case is told; where there is none because what should have opened it \
            was refused, the refusal is told.

            Examples:
              saypro explain u-42            the latest case of that conversation
              saypro explain u-42 --details  with all facts of each decision, and each opening of a calendar
              saypro explain u-42 --open     of the clocks, only those that are not over
              saypro explain web-000123      what became of the entry with that id
              saypro explain 01a20a0f-a06c-7000-88c4-05dd5444fe24/first_response/1/first_response_office
              saypro explain 01a20a0f-a06c-7000-88c4-05dd5444fe24
            """
    )

    @Argument(help: "The case, its conversation, one of its clocks, or an entry's id.") var name: String
    @Flag(help: "Show the facts of each decision below it, and each opening of a calendar.") var details = false
    @Flag(help: "Of the clocks, show only those that are not over.") var open = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func run() async throws {
        let found = try await connections.resolved().withDatabase { try await find(on: $0) }
        if let refusals = found.refusals {
            if output.json { return output.console.write(refusals.json) }
            return refusals.lines.forEach { output.console.write($0) }
        }
        guard let story = found.story else {
            throw ToolFailure.failed(
                "there is no case, conversation or entry \(name): saypro cases lists the open cases"
            )
        }
        let (id, record) = (story.facts.id, found.record)
        let clocks = record?.clocks.compactMap { ClockStory(clock: $0, case: CaseID(id), record: record) } ?? []
        guard found.entry == nil, name != id, name != story.facts.conversation else {
            return write(story, found, clocks.filter { !open || $0.clock.ending == nil })
        }
        guard let one = clocks.first(where: { $0.id == name }) else {
            throw ToolFailure.failed("case \(id) has no clock \(name): saypro explain \(id) shows those it has")
        }
        if output.json { return output.console.write(one.json) }
        one.lines(isWhole: details).forEach { output.console.write($0) }
    }

    /// What bears the name, as far as there is something.
    private struct Found: Sendable {
        var story: CaseStory?
        var surveys: SurveyStory?
        var record: CaseClockRecord?
        /// The entry that the name is of, which led to the case.
        var entry: AcceptedEntry?
        var refusals: Refusals?
    }

    /// How long what was accepted may wait for the router: whoever has just written asks at once what became of it.
    private static let patience: Duration = .seconds(3)

    private func find(
        on session: PostgresSession,
        until deadline: ContinuousClock.Instant = .now + patience
    ) async throws -> Found {
        if let story = try await CaseStory.find(name, on: session) { return try await found(story, on: session) }
        if let story = try await CaseStory.find(caseOfClock, on: session) {
            return Found(story: story, record: try await readRecord(of: caseOfClock, on: session))
        }
        let entry = try await AcceptedEntry.find(name, on: session)
        if let entry, let place = entry.caseID ?? entry.conversation,
            let story = try await CaseStory.find(place, on: session)
        {
            var found = try await found(story, on: session)
            found.entry = entry
            return found
        }
        if let refusals = try await Refusals.find(name, on: session) { return Found(refusals: refusals) }
        if let entry, entry.conversation == nil {
            throw ToolFailure.failed("\(entry.sentence(name)), which is about no case")
        }
        if try await hasWritten(entry?.conversation ?? name, on: session) {
            if .now < deadline {
                try await Task.sleep(for: .milliseconds(200))
                return try await find(on: session, until: deadline)
            }
            throw ToolFailure.failed(
                "what was written in \(entry?.conversation ?? name) is accepted, but the router has not come to it: "
                    + "saypro status shows how far it is"
            )
        }
        return Found()
    }

    private func found(_ story: CaseStory, on session: PostgresSession) async throws -> Found {
        let id = story.facts.id
        return Found(
            story: story,
            surveys: try await SurveyStory.read(of: id, on: session),
            record: try await readRecord(of: id, on: session)
        )
    }

    private func hasWritten(_ conversation: String, on session: PostgresSession) async throws -> Bool {
        try await session.query(
            Statement(
                """
                SELECT EXISTS (
                    SELECT FROM ingest.conversations
                    WHERE partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
                      AND conversation = $1
                )
                """,
                .text(conversation)
            )
        ).first?.bool(0) ?? false
    }

    private func write(_ story: CaseStory, _ found: Found, _ clocks: [ClockStory]) {
        if output.json {
            return output.console.write(
                story.json(entry: found.entry?.json, surveys: found.surveys?.json ?? .null, clocks: clocks.map(\.json))
            )
        }
        let lines =
            (found.entry.map { [$0.sentence(name)] } ?? []) + story.heading + story.lines(details: details)
            + (found.surveys?.lines ?? [])
        for line in lines { output.console.write(line) }
        for clock in clocks { clock.lines(isWhole: details).forEach { output.console.write($0) } }
    }

    /// The case in a clock's name, which begins with it.
    private var caseOfClock: String { name.split(separator: "/").first.map(String.init) ?? name }

    private func readRecord(of id: String, on session: PostgresSession) async throws -> CaseClockRecord? {
        let found = try await session.query(
            Statement("SELECT partition FROM api.cases WHERE \"case\" = $1", .text(id))
        )
        guard let row = found.first else { return nil }
        return try await CaseClockRecord.read(CaseID(id), partition: Int(row.int(0)), on: session)
    }
}
