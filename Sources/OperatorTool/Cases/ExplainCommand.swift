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
            run of them in one line. Where there is no case because what should have opened it was refused, the \
            refusal is told.

            Examples:
              saypro explain u-42            the latest case of that conversation
              saypro explain u-42 --details  with all facts of each decision, and each opening of a calendar
              saypro explain u-42 --open     of the clocks, only those that are not over
              saypro explain web-000123      what was refused of the entry with that id
              saypro explain 01a20a0f-a06c-7000-88c4-05dd5444fe24/first_response/1/first_response_office
              saypro explain 01a20a0f-a06c-7000-88c4-05dd5444fe24
            """
    )

    @Argument(help: "The case, its conversation, one of its clocks, or an entry that was refused.") var name: String
    @Flag(help: "Show the facts of each decision below it, and each opening of a calendar.") var details = false
    @Flag(help: "Of the clocks, show only those that are not over.") var open = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func run() async throws {
        let (story, surveys, record, refusals) = try await connections.resolved().withDatabase {
            session -> (CaseStory?, SurveyStory?, CaseClockRecord?, Refusals?) in
            if let story = try await CaseStory.find(name, on: session) {
                let surveys = try await SurveyStory.read(of: story.facts.id, on: session)
                return (story, surveys, try await readRecord(of: story.facts.id, on: session), nil)
            }
            if let story = try await CaseStory.find(caseOfClock, on: session) {
                return (story, nil, try await readRecord(of: caseOfClock, on: session), nil)
            }
            let refusals = try await Refusals.find(name, on: session)
            if refusals == nil, try await hasWritten(name, on: session) {
                throw ToolFailure.failed(
                    "what was written in \(name) is accepted, but the router has not come to it: saypro status shows how far it is"
                )
            }
            return (nil, nil, nil, refusals)
        }
        if let refusals {
            if output.json { return output.console.write(refusals.json) }
            return refusals.lines.forEach { output.console.write($0) }
        }
        guard let story else {
            throw ToolFailure.failed("there is no case or conversation \(name): saypro cases lists the open ones")
        }
        let id = story.facts.id
        let clocks = record?.clocks.compactMap { ClockStory(clock: $0, case: CaseID(id), record: record) } ?? []
        guard name != id, name != story.facts.conversation else {
            return write(story, surveys, clocks.filter { !open || $0.clock.ending == nil })
        }
        guard let one = clocks.first(where: { $0.id == name }) else {
            throw ToolFailure.failed("case \(id) has no clock \(name): saypro explain \(id) shows those it has")
        }
        if output.json { return output.console.write(one.json) }
        one.lines(isWhole: details).forEach { output.console.write($0) }
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

    private func write(_ story: CaseStory, _ surveys: SurveyStory?, _ clocks: [ClockStory]) {
        if output.json {
            return output.console.write(story.json(surveys: surveys?.json ?? .null, clocks: clocks.map(\.json)))
        }
        let lines = story.heading + story.lines(details: details) + (surveys?.lines ?? [])
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
