import Contract
import Pipeline
import Postgres
import Synchronization

/// A stage that reads doors and answers each entry with an event that repeats its field `n`.
final class DoorStage: DoorReading {
    /// How many inputs of a conversation `bad-…` it still fails on when they come alone; after that it is mended.
    private let failures: Mutex<Int>
    /// What was said to have come before, by the field `n`.
    let reread = Mutex<Set<String>>([])

    init(failures: Int = 0) {
        self.failures = Mutex(failures)
    }

    var privateDoors: [SourceID] { [] }

    var definition: StageDefinition { StageDefinition(name: .ingest, reads: .doors, writes: .commands) }

    func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        try failures.withLock { left in
            guard left > 0, inputs.contains(where: { $0.conversation.hasPrefix("bad-") }) else { return }
            if inputs.count == 1 { left -= 1 }
            throw StageFault(code: "poison", detail: "this conversation cannot be handled")
        }
        var outcome = Outcome()
        for input in inputs {
            guard case .entry(let entry, let isReread) = input.content else { continue }
            let n = entry.fields.first { $0.name == .text("n") }?.value.text ?? ""
            if isReread { reread.withLock { _ = $0.insert(n) } }
            outcome.events.append(
                Draft(
                    partition: input.partition,
                    type: "echo.entry",
                    time: .now(),
                    conversation: ConversationID(input.conversation),
                    cause: entry.id.description,
                    fields: ["n": n]
                )
            )
        }
        return outcome
    }
}
