import Contract
import Metrics
package import Pipeline
import Policy
import PolicyStore
package import Postgres
package import ServiceLifecycle
import Synchronization

/// The notifier, which decides who hears about it, how and when, and knows whether it arrived.
///
/// In the application a notice is sent by being decided: the ledger's row, the event and the entry of the in-app stream come
/// from one transaction. What leaves the house goes as a letter to the recipient's partition, whose owner paces, claims and
/// records it; the ``Courier`` sends it beside the lanes. A batch has at most two trips for all that it looks up.
package struct NotifierStage: Stage {
    private let sender: any Sender
    private let services: [any Service]
    private let policy = PolicyInForce(program: StageName.notifier.rawValue)
    private let memory: NotifierMemory
    private let claim: Duration
    private let chance: @Sendable () -> Double

    /// A notifier whose letters that courier sends; the memory is that of the process.
    package init(courier: Courier, memory: NotifierMemory) {
        self.init(sender: courier, services: [courier], memory: memory)
    }

    init(
        sender: any Sender,
        services: [any Service] = [],
        memory: NotifierMemory = NotifierMemory(),
        claim: Duration = .seconds(150),
        chance: @escaping @Sendable () -> Double = { .random(in: 0...1) }
    ) {
        self.sender = sender
        self.services = services
        self.memory = memory
        self.claim = claim
        self.chance = chance
    }

    package var companions: [any Service] { services }

    package var definition: StageDefinition {
        let types = Tidings.types.union(DirectoryChange.types).union(NotifierWork.otherTypes)
        return StageDefinition(
            name: .notifier,
            reads: .topics([.cases, .clocks, .surveys]),
            sparse: [.clocks, .surveys],
            consumes: Dictionary(uniqueKeysWithValues: types.map { ($0, [1]) }),
            writes: .notifications,
            projection: Projection(stream: "inbox", fields: Self.inboxFields)
        )
    }

    package func refresh(on session: PostgresSession) async throws {
        if let document = try await policy.reread(on: session) { memory.take(document) }
        try await memory.refresh(on: session)
    }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        guard let rules = memory.rules else { throw PolicyNotRead() }
        let work = try NotifierWork(inputs, transaction.partitioning)
        let found = try await work.lookUp(in: transaction, rules, hasCases: memory.hasCases)
        var outcome = Outcome()

        var announcements = Announcements(
            rules,
            sender.means,
            transaction.partitioning,
            found.people,
            now: transaction.now
        )
        for event in work.events {
            announcements.tell(event, Tidings(event, now: transaction.now), surveyTokens: found.surveyTokens)
        }
        for late in work.lateReplies {
            if let user = late.case.flatMap({ found.waitingUsers[$0] }) { announcements.ownUp(late, to: user) }
        }

        var outbox = Outbox(
            rules,
            sender,
            found.people,
            paces: found.paces,
            held: found.held,
            letters: found.letters,
            now: transaction.now,
            claim: claim,
            chance: chance
        )
        work.apply(to: &outbox, found)

        outcome.statements =
            work.statements(found) + announcements.statements + outbox.statements
        let fates = announcements.fates + outbox.fates
        if !fates.isEmpty, memory.hasCases {
            outcome.statements.append(TellReplyFates(fates: fates, now: transaction.now).statement)
        }
        outcome.events = announcements.book.drafts + outbox.book.drafts
        outcome.letters = announcements.letters + work.letters + work.passedOn(found)
        outcome.timers =
            outbox.timers + work.timers(rules, now: transaction.now)
            + work.renewedTimers(found, rules, now: transaction.now)
        let sender = sender
        outcome.onCommit = outbox.parcels.map { parcel in { sender.take(parcel) } }
        NotifierMetrics.told(announcements.book.entries, now: transaction.now)
        return outcome
    }

    /// What the in-app stream shows of an event: the notice as the recipient reads it.
    static func inboxFields(of event: Event) -> [(String, String)]? {
        guard event.type == "notification.sent", event.fields["channel"] == NoticeChannel.inApp.rawValue else {
            return nil
        }
        var fields: [(String, String)] = []
        fields.reserveCapacity(11)
        for name in ["recipient", "notification", "subject", "body", "language"] {
            if let value = event.fields[name] { fields.append((name, value)) }
        }
        if let conversation = event.conversation { fields.append(("conversation", conversation.rawValue)) }
        if let id = event.case { fields.append(("case", id.rawValue)) }
        if let notice = event.fields["notice"] { fields.append(("type", notice)) }
        for name in ["reason", "why", "link"] {
            if let value = event.fields[name] { fields.append((name, value)) }
        }
        return fields
    }
}

/// The policy has not been read yet; the batch is tried again.
private struct PolicyNotRead: Error, CustomStringConvertible {
    let description = "the policy has not been read yet"
}
