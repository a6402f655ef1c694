/// One thing to be told to one person.
struct Notice: Sendable, Equatable {
    /// Why somebody who should have been told is not.
    enum Suppression: String, Sendable, CaseIterable {
        /// It happened in the past and was imported.
        case backfill
        /// It is the recipient's own doing.
        case ownAct = "own_act"
        /// The case was resolved with no receipt to the user.
        case silent
    }

    /// Why this person gets it.
    enum Reason: String, Sendable, CaseIterable {
        case youWrote = "you_wrote"
        case yourCase = "your_case"
        case assignedToYou = "assigned_to_you"
    }

    let kind: NoticeKind
    let recipient: Recipient
    let reason: Reason
    let suppression: Suppression?
}
