import ArgumentParser
import Contract
import Notifier
import Policy

/// The command `saypro notices`.
struct NoticesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "notices",
        abstract: "Tell who heard of what, by which channel, and why or why not.",
        discussion: """
            Examples:
              saypro notices u-42              the notices about that conversation's cases, or to that user or admin
              saypro notices 01a20a0f-a06c-7000-88c4-05dd5444fe24
              saypro notices u-42 --days 30 --problems
              saypro notices preview resolved --language fr --html > letter.html
              saypro notices secret u-42       by which that user's receiver checks webhooks
            """,
        subcommands: [Show.self, Preview.self, Secret.self],
        defaultSubcommand: Show.self
    )

    /// `saypro notices CASE|PERSON`.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "List notices with the reason for each, oldest first.",
            discussion: """
                Below the list stands how a person can be reached at all. Times are UTC.

                Example:
                  saypro notices show u-42 --problems
                """
        )

        @Argument(help: "A case, a conversation, or a user or admin.") var name: String
        @Option(help: "For a person, how many days to look back.") var days = 7
        @Flag(help: "Only those that did not arrive.") var problems = false
        @Option(help: "At most so many, the newest.") var limit = 200
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func validate() throws {
            guard (1...3650).contains(days) else { throw ValidationError("--days: a number from 1 to 3650 is allowed") }
            guard limit > 0 else { throw ValidationError("--limit: a number from 1 is allowed") }
        }

        func run() async throws {
            let selection = NoticeList.Selection(name: name, days: days, problems: problems, limit: limit)
            let page = try await connections.resolved().withDatabase { session in
                try await NoticeList(session: session).page(selection)
            }
            guard !page.rows.isEmpty || !page.people.isEmpty else {
                throw ToolFailure.failed(
                    "nobody and no case is called \(name), or there was no notice in \(days) days: saypro cases lists cases"
                )
            }
            if output.json { return output.console.write(page.json) }
            page.lines.forEach { output.console.write($0) }
        }
    }

    /// `saypro notices preview TEMPLATE`.
    struct Preview: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "preview",
            abstract: "Show what a template of the policy says, with sample values.",
            discussion: """
                Without --file it is the policy in force.

                Example:
                  saypro notices preview resolved --file deploy/policy.yaml --language fr --html > letter.html
                """
        )

        @Argument(help: "The template, such as received or resolved.") var template: String
        @Option(help: "A policy file to take it from.") var file: String?
        @Option(help: "The reader's language, such as en or fr.") var language = "en"
        @Flag(help: "The page of the mail in HTML.") var html = false
        @OptionGroup var output: OutputOptions
        @OptionGroup var connections: ConnectionOptions

        func run() async throws {
            let document = try await document()
            guard let language = Language(language) else {
                throw ToolFailure.usage("--language: a BCP 47 tag such as en or fr is allowed")
            }
            guard let preview = NoticePreview(Name(template), for: language, in: document) else {
                let names = document.templates.all.keys.map(\.rawValue).sorted().joined(separator: ", ")
                throw ToolFailure.failed("the policy has no template \(template): \(names)")
            }
            if output.json {
                let members: JSONValue = [
                    "language": .string(preview.language.rawValue), "subject": .string(preview.subject),
                    "text": .string(preview.text), "html": .string(preview.html),
                ]
                return output.console.write(members)
            }
            if html { return output.console.write(preview.html) }
            output.console.write("Subject: \(preview.subject)\n")
            output.console.write(preview.text)
        }

        private func document() async throws -> Document {
            if let file { return try PolicyFile(path: file, output: output).document }
            let version = try await connections.resolved().withDatabase { session in
                try await PolicyVersions(session: session).current()
            }
            guard let version else { throw ToolFailure.failed("no policy is applied: run saypro migrate") }
            return try Document(yaml: version.yaml, files: version.files)
        }
    }
}
