import ArgumentParser
import Contract

/// The command `saypro explain CASE`.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell what has happened to a case, who decided what and why, and why nobody has it.",
        discussion: """
            First comes what holds now: who has the case, or why nobody has it and since when; and what the triage decided \
            about category, tier, language and spam, and by what. Then one line for each decision, oldest first; commands \
            that were refused stand among them with the reason. Times are UTC.

            Examples:
              saypro explain u-42            the latest case of that conversation
              saypro explain u-42 --details  with all facts of each decision
              saypro explain 01a20a0f-a06c-7000-88c4-05dd5444fe24
            """
    )

    @Argument(help: "The case, or its conversation.") var name: String
    @Flag(help: "Show the facts of each decision below it.") var details = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func run() async throws {
        let story = try await connections.resolved().withDatabase { try await CaseStory.find(name, on: $0) }
        guard let story else {
            throw ToolFailure.failed("there is no case or conversation \(name): saypro cases lists the open ones")
        }
        if output.json { return output.console.write(story.json) }
        for line in story.heading + story.lines(details: details) { output.console.write(line) }
    }
}
