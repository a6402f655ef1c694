import Foundation
import Testing

@testable import Program

@Suite struct ReadmeTests {
    /// The repository's README, cut at the marks around the table of settings.
    private func table() throws -> String? {
        let readme = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../README.md")
            .standardized
        let text = try String(contentsOf: readme, encoding: .utf8)
        guard let start = text.firstRange(of: #/<!-- settings:[^\n]*-->\n/#),
            let end = text.range(of: "<!-- end of settings -->")
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }

    @Test func `the README shows the settings as the programs know them`() throws {
        let table = try #require(try table())
        #expect(table.trimmingCharacters(in: .newlines) + "\n" == SettingsTable.markdown())
    }
}
