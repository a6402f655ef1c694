package import Policy
package import Triage

/// What is known of a matter when its case is opened.
package struct Opening: Sendable {
    /// What sort of matter it is.
    package var kind: CaseKind
    /// The category that its publisher names.
    package var category: String?
    /// The tier that its publisher names.
    package var tier: String?
    /// The way by which it came in.
    package var channel: String?
    /// Who published it.
    package var source: String?
    /// The language that its message names, or else the one that the directory gives its user.
    package var language: SpokenLanguage?
    /// Its message.
    package var text: String?
    /// Who writes; nil for what is not screened.
    package var sender: Sender?
    /// Whether its user is verified, as far as the directory says.
    package var isVerified: Bool?
    /// What the model makes of the message, if it has been asked.
    package var judgement: Judgement?

    /// A matter of which only the kind is known.
    package init(kind: CaseKind) { self.kind = kind }
}

/// A language, and what it is known by.
package struct SpokenLanguage: Sendable, Equatable {
    package let tag: String
    package let by: String

    package init(_ tag: String, by: String) {
        self.tag = tag
        self.by = by
    }
}

/// The user whose messages are screened.
package struct Sender: Sendable, Equatable {
    package let user: String
    package let email: String?

    package init(user: String, email: String? = nil) {
        self.user = user
        self.email = email
    }
}
