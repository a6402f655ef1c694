/// Who is told.
struct Recipient: Sendable, Hashable {
    /// On which side of the counter somebody stands.
    enum Audience: String, Sendable, CaseIterable {
        case user, admin
    }

    let audience: Audience
    let id: String

    /// The recipient as events name actors: `user:u-42`.
    var actor: String { "\(audience.rawValue):\(id)" }
}
