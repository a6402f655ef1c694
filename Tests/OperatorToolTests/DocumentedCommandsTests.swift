import ArgumentParser
import Foundation
import TestKit
import Testing

@testable import OperatorTool

@Suite struct DocumentedCommandsTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The words of a line as a shell would give them to the tool, as far as one command goes.
    private static func words(_ line: Substring) -> [String] {
        var words: [String] = []
        var word = ""
        var quote: Character?
        loop: for character in line {
            switch (quote, character) {
            case (nil, "\""), (nil, "'"): quote = character
            case (let open?, _) where open == character: quote = nil
            case (nil, " "):
                if !word.isEmpty { words.append(word) }
                word = ""
            case (nil, "|"), (nil, "#"), (nil, ";"), (nil, "&"), (nil, ">"): break loop
            default: word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }

    @Test(arguments: [("deploy/RUNBOOK.md", 25), ("README.md", 8)])
    func `every documented command is one that the tool takes`(document: String, least: Int) throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent(document), encoding: .utf8)
        // What the shell puts in place of $(…) is not known here.
        let lines = text.split(separator: "\n").filter { $0.hasPrefix("saypro ") && !$0.contains("$(") }
        #expect(lines.count > least)
        for line in lines {
            let arguments = Array(Self.words(line).dropFirst())
            #expect(throws: Never.self, "\(line)") { try SayPro.parseAsRoot(arguments) }
        }
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `the completion of each shell knows every command`(shell: String) async {
        let run = await ToolRun(["--generate-completion-script", shell], environment: [:])
        #expect(run.status == 0)
        for command in SayPro.configuration.subcommands {
            let name = command.configuration.commandName ?? ""
            #expect(run.output.contains(name), "\(name)")
        }
    }

    @Test func `the manual page tells of every command`() async throws {
        let script = Self.root.appendingPathComponent("scripts/lib/manual.py").path
        let page = try await RunningProgram.output(of: "python3", [script, "\(RunningProgram.folder)/saypro"])
        #expect(page.hasPrefix(".TH SAYPRO 1"))
        for command in SayPro.configuration.subcommands {
            let name = command.configuration.commandName ?? ""
            #expect(page.contains(".SS saypro \(name.replacing("-", with: "\\-"))\n"), "\(name)")
        }
    }

    @Test func `every command tells its use with an example`() async {
        for command in SayPro.configuration.subcommands where command.configuration.subcommands.isEmpty {
            let name = command.configuration.commandName ?? ""
            let run = await ToolRun([name, "--help"], environment: [:])
            #expect(run.status == 0)
            #expect(run.output.contains("saypro \(name)"), "\(name)")
        }
    }
}
