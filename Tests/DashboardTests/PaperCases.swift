import Contract

@testable import Dashboard

/// One case, the same each time, with words in it that are not markup.
struct PaperCases: CaseSource {
    func caseFile(_ id: String) async throws -> CaseFile? {
        guard id == "u-0/1" else { return nil }
        let noon = PaperFigures.noon
        return CaseFile(
            id: id,
            facts: [("Conversation", "u-0"), ("Kind", "refund"), ("Reason", "R&D <b>\"team\"</b>")],
            openedAt: noon - .seconds(90_000),
            steps: [
                .init(
                    number: 1,
                    type: "case.opened",
                    time: noon - .seconds(90_000),
                    actor: "user:<b>\"team\"</b>",
                    reason: nil,
                    facts: ["category refund_late", "tier P2"]
                ),
                .init(
                    number: 2,
                    type: "case.replied",
                    time: noon,
                    actor: "admin:ann",
                    reason: nil,
                    facts: ["category refund_late", "tier P1", "opened_at 2026-03-09T10:00:00.000Z"]
                ),
            ],
            clocks: [
                .init(
                    metric: "first_response",
                    promise: "first_reply",
                    state: "breached",
                    startedAt: noon - .seconds(90_000),
                    dueAt: noon - .seconds(80_000),
                    stoppedAt: noon,
                    elapsed: 90_000,
                    working: 30_000,
                    reason: "replied"
                )
            ],
            notices: [
                .init(
                    type: "received",
                    recipient: "u-0",
                    channel: "email",
                    state: "sent",
                    reason: "you_wrote",
                    queuedAt: noon - .seconds(89_990),
                    sentAt: noon - .seconds(89_980)
                )
            ]
        )
    }
}
