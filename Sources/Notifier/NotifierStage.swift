import Contract
package import Pipeline

/// The notifier, which decides who hears about it, how and when, and knows whether it arrived.
///
/// Delivery to the in-app stream is a projection of the events, so a notice is sent by being decided: the ledger's row,
/// the event and the entry of the stream come from one transaction. A batch needs no look-up.
package struct NotifierStage: Stage {
    private let texts = NoticeTexts()

    /// A notifier with the texts that are built in.
    package init() {}

    package var definition: StageDefinition {
        StageDefinition(
            name: .notifier,
            reads: .topics([.cases]),
            consumes: Dictionary(uniqueKeysWithValues: Notice.types.map { ($0, [1]) }),
            writes: .notifications,
            projection: Projection(stream: "inbox", fields: Self.inboxFields)
        )
    }

    package func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome {
        var announcements = Announcements(texts: texts, now: transaction.now)
        for input in inputs {
            guard case .event(let event) = input.content else {
                throw StageFault(code: "unexpected_input", detail: "the notifier decides about events only")
            }
            announcements.tell(event)
        }
        var outcome = Outcome()
        outcome.events = announcements.drafts
        if !announcements.entries.isEmpty {
            outcome.statements = [InsertNotifications(entries: announcements.entries).statement]
        }
        return outcome
    }

    /// What the in-app stream shows of an event: the notice as the recipient reads it.
    static func inboxFields(of event: Event) -> [(String, String)]? {
        guard event.type == "notification.sent", event.fields["channel"] == LedgerEntry.inApp else { return nil }
        var fields: [(String, String)] = []
        fields.reserveCapacity(9)
        for name in ["recipient", "notification", "subject", "body", "language"] {
            if let value = event.fields[name] { fields.append((name, value)) }
        }
        if let conversation = event.conversation { fields.append(("conversation", conversation.rawValue)) }
        if let id = event.case { fields.append(("case", id.rawValue)) }
        if let notice = event.fields["notice"] { fields.append(("type", notice)) }
        if let reason = event.fields["reason"] { fields.append(("reason", reason)) }
        return fields
    }
}
