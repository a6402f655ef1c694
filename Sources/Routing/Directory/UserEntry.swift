import Contract

/// A user as the directory has them.
struct UserEntry: Sendable, Equatable {
    /// A user's place in the directory, whose partition is that of the user's id.
    struct Key: Hashable, Sendable {
        let partition: Int
        let user: UserID
    }

    let key: Key
    /// When it was last put or erased; what is said of an earlier time is late.
    let putAt: Instant
    /// What the user is written to in.
    let language: String?
    var region: String?
    var email: String?
    /// Whether the user is verified; nil where the directory does not say.
    var isVerified: Bool?
    /// What the user is called.
    var name: String?
    /// Everything else that was put; absent where the entry was only read.
    var fields = Fields()
    var isErased = false
}
