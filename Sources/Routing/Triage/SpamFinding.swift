import Contract

/// How much a message looks like spam or fraud, and what follows.
package struct SpamFinding: Sendable, Equatable {
    /// Why a message is taken for spam whatever it looks like.
    enum Reason {
        static let blockedUser = "blocked_user"
        static let blockedAddress = "blocked_address"
        static let score = "score"
    }

    /// 0 (certainly not) to 1 (certainly, or its sender is blocked).
    package let score: Double
    /// What makes it spam; nil for what is none.
    package var reason: String?
    /// Whether a person is told.
    package var isSuspect: Bool
    /// What was found in the message, with the words that show it.
    package var signs: [String] = []

    /// Whether the message is spam.
    package var isSpam: Bool { reason != nil }

    /// Whether it is for who wrote it, not for what it says.
    package var isBlocked: Bool { reason == Reason.blockedUser || reason == Reason.blockedAddress }

    /// What events and history say of it.
    var fields: Fields {
        var fields = Fields()
        fields.append("spam_score", TriageFinding.share(score))
        fields.append("spam_reason", ifAny: reason)
        fields.append("spam_signs", ifAny: signs.isEmpty ? nil : signs.joined(separator: "; "))
        return fields
    }
}

extension Fields {
    /// Adds what was found in a message that a person is told about; nothing of an honest one.
    mutating func append(suspicion: SpamFinding) {
        guard suspicion.isSuspect else { return }
        append("suspect", "true")
        for field in suspicion.fields { append(field.name, field.value) }
    }
}
