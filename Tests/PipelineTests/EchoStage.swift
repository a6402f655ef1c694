import Contract
import Pipeline
import Postgres
import Synchronization

/// A stage that answers each command with an event, and does what the command's fields ask of it.
final class EchoStage: Stage {
    /// The conversations whose inputs it fails on, as a stage with a bug would.
    let poisonous: Mutex<Set<String>>
    /// What happened, in the order of handling; a batch that is redone is noted twice.
    let handled = Mutex<[String]>([])
    let versions: Set<Int>
    /// The topics that it reads from the log alone.
    let sparse: Set<Topic>
    /// The least time between two small batches.
    let pace: Duration
    /// How many batches it was given.
    let batches = Mutex(0)

    init(
        poisonous: Set<String> = [],
        versions: Set<Int> = [1],
        sparse: Set<Topic> = [],
        pace: Duration = .zero
    ) {
        self.poisonous = Mutex(poisonous)
        self.versions = versions
        self.sparse = sparse
        self.pace = pace
    }

    var definition: StageDefinition {
        StageDefinition(
            name: .survey,
            reads: .topics([.commands]),
            sparse: sparse,
            consumes: ["message.post": versions],
            writes: .surveys,
            projection: Projection(stream: "mirror") { event in
                event.fields["n"].map { [("n", $0)] }
            },
            pace: pace
        )
    }

    func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        batches.withLock { $0 += 1 }
        var outcome = Outcome()
        for input in inputs {
            if poisonous.withLock({ $0.contains(input.conversation) }) {
                throw StageFault(code: "poison", detail: "this conversation cannot be handled")
            }
            switch input.content {
            case .event(let event): try decide(event, &outcome)
            case .letter(let letter): echo("letter", letter.fields["n"] ?? "", input, &outcome)
            case .timer(let timer): echo("timer", timer.key, input, &outcome)
            case .entry: break
            }
        }
        return outcome
    }

    private func decide(_ event: Event, _ outcome: inout Outcome) throws {
        let n = event.fields["n"] ?? ""
        outcome.events.append(
            Draft(
                partition: event.partition,
                type: "echo.event",
                time: event.time,
                conversation: event.conversation,
                cause: event.event.description,
                fields: ["n": n]
            )
        )
        if event.fields["divide"] == "0" { outcome.statements.append(Statement("SELECT 1 / 0")) }
        if let delay = event.fields["after"].flatMap(Int64.init) {
            outcome.timers.append(
                .set(
                    partition: event.partition,
                    key: n,
                    due: Instant.now() + .milliseconds(delay),
                    conversation: event.conversation?.rawValue ?? "",
                    fields: [:]
                )
            )
        }
        if let to = event.fields["to"].flatMap(Int.init) {
            outcome.letters.append(
                OutgoingLetter(
                    from: event.partition,
                    to: to,
                    kind: "greeting",
                    conversation: "c-\(to)",
                    fields: ["n": n]
                )
            )
        }
    }

    private func echo(_ what: String, _ n: String, _ input: Input, _ outcome: inout Outcome) {
        outcome.events.append(
            Draft(
                partition: input.partition,
                type: "echo.\(what)",
                time: .now(),
                conversation: ConversationID(input.conversation),
                cause: what,
                fields: ["n": n]
            )
        )
    }
}
