import ArgumentParser
import Contract

/// The command `saypro explain CASE`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell what has happened to a case, each decision with who took it and why.",
        discussion: """
            Examples:
              saypro explain u-42        the latest case of that conversation
              saypro explain 01a20a0f-a06c-7000-88c4-05dd5444fe24
            """
    )

    @Argument(help: "The case, or its conversation.") var name: String
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func run() async throws {
        let story = try await connections.resolved().withDatabase { try await CaseStory.find(name, on: $0) }
        guard let story else {
            throw ToolFailure.failed("there is no case or conversation \(name): saypro cases lists the open ones")
        }
        if output.json { return output.console.write(story.json) }
        let facts = story.facts
        output.console.write("\(facts.id)  \(facts.kind), \(facts.state), opened \(facts.openedAt)")
        let people = [
            facts.user.map { "user \($0)" }, facts.assignee.map { "admin \($0)" } ?? "nobody has it",
            facts.team.map { "team \($0)" }, facts.category.map { "category \($0)" }, facts.tier.map { "tier \($0)" },
        ]
        output.console.write("  " + people.compactMap(\.self).joined(separator: ", "))
        var table = TextTable("#>", "TIME", "WHAT", "WHO", "WHY", "FACTS")
        for step in story.steps {
            table.add([
                String(step.number), step.time.description, step.type, step.actor, step.reason ?? "", step.summary,
            ])
        }
        table.lines.forEach { output.console.write("  " + $0) }
    }
}
