import Foundation
import Testing
import Triage

@Suite struct `The files that the default model learns from` {
    private func file(_ name: String) throws -> ExampleFile {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../deploy/triage")
            .standardized
        return try ExampleFile(String(contentsOf: folder.appending(path: name), encoding: .utf8))
    }

    @Test func `have messages for each category and language`() throws {
        let examples = try file("messages.tsv").examples()
        let model = try Shipped.model.get()
        #expect(Set(examples.map(\.category)) == Set(model.categories))
        #expect(Set(examples.compactMap(\.language)) == ["af", "de", "en", "es", "fr", "pt", "zu"])
        #expect(Set(examples.map { $0.text.lowercased() }).count == examples.count, "no message comes twice")
        for category in model.categories {
            #expect(examples.count { $0.category == category } >= 100, "\(category)")
        }
    }

    @Test func `map each intent to a category or leave it out`() throws {
        let categories = try file("intents.tsv").categories()
        #expect(categories.count == 77)
        #expect(Set(categories.values).subtracting(["-"]).isSubset(of: try Shipped.model.get().categories))
    }

    @Test func `have spam and sentences`() throws {
        #expect(try file("spam.tsv").spamExamples().count(where: \.isSpam) > 80)
        #expect(
            Set(try file("languages.tsv").languageExamples().map(\.language)) == Set(try Shipped.model.get().languages)
        )
    }
}
