import Contract
import Pipeline
import TestKit
import Testing

@testable import Routing

/// The triage of a batch that is redone, repeated or cut otherwise is the same.
struct TriageReplayTests {
    private static let texts = [
        "How do I reset my password? I cannot log in", "I was charged twice", "hello there", "on m'a piraté",
        "mon annonce est introuvable", "this is urgent, my advert is gone", "👍", "",
        "CONGRATULATIONS you have won the lottery! Claim your prize: send the processing fee by western union",
        "nao consigo entrar na minha conta", "I want my money back", "Bonjour, une question sur les horaires",
    ]

    /// What of a case may not depend on how its inputs were cut into batches.
    private struct Result: Equatable {
        let state: CaseState
        let category: String?
        let tier: String?
        let language: String?
        let notes: TriageNotes
        let history: [String]
    }

    @Test(arguments: 0..<12)
    func `however the inputs are cut into batches`(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        let inputs = (0..<30).flatMap { number -> [Input] in
            let conversation = "c-\(number)"
            let partition = Partitioning(count: 4).partition(of: conversation)
            var more: Fields = ["user": "u-\(number)"]
            for (name, values) in [("category", ["", "refund", "pets"]), ("tier", ["", "P1", "P4", "VIP"])] {
                more.append(name, ifAny: values.randomElement(using: &random))
            }
            let text = Self.texts.randomElement(using: &random) ?? ""
            let second = Self.texts.randomElement(using: &random) ?? ""
            return [
                Commands.userWrites(conversation, text: text, after: .seconds(number), partition: partition, more),
                Commands.userWrites(
                    conversation,
                    number: 2,
                    text: second,
                    after: .seconds(100 + number),
                    partition: partition,
                    more
                ),
                Commands.event(
                    "case.categorize",
                    conversation,
                    after: .seconds(200 + number),
                    partition: partition,
                    ["admin": "a-1", "category": "dispute"]
                ),
            ]
        }
        let one = try results(inputs, by: [inputs.count])
        let two = try results(inputs, by: (0..<40).map { _ in Int.random(in: 1...9, using: &random) })
        #expect(one.count == 30)
        #expect(one == two)
    }

    private func results(_ inputs: [Input], by sizes: [Int]) throws -> [String: Result] {
        var office = try TriageOffice.paper()
        var rest = inputs[...]
        for size in sizes + [inputs.count] where !rest.isEmpty {
            try office.decide(Array(rest.prefix(size)))
            rest = rest.dropFirst(size)
        }
        try office.pass(to: .seconds(3 * 86_400))
        #expect(office.forbiddenSteps == [])
        return Dictionary(
            uniqueKeysWithValues: office.cases.map { key, row in
                let ids = Set(row.map(\.id))
                let history = office.history.filter { entry in entry.place.map { ids.contains($0.id) } ?? false }
                let last = row[row.count - 1]
                return (
                    key.conversation,
                    Result(
                        state: last.state,
                        category: last.category,
                        tier: last.tier,
                        language: last.language,
                        notes: last.notes,
                        history: history.map { "\($0.type) \($0.reason ?? "") \($0.detail["category_by"] ?? "")" }
                    )
                )
            }
        )
    }
}
