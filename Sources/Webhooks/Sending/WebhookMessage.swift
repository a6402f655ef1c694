/// What one webhook says: JSON under an id that stays the same at every attempt, so that receivers can drop repeats.
package struct WebhookMessage: Sendable, Hashable {
    /// The most bytes that a body may have; the standard recommends to stay under 20 KiB.
    package static let longestBody = 65_536

    /// The value of `webhook-id`.
    package let id: String
    /// The JSON, sent byte for byte as it was signed.
    package let body: [UInt8]

    /// Checks the id (1 to 128 of the characters A-Z a-z 0-9 _ -) and the length of the body.
    ///
    /// A full stop separates id, time and body where they are signed, so the id must have none.
    package init(id: String, body: [UInt8]) throws(WebhookMessageFault) {
        let isPlain = id.utf8.allSatisfy { byte in
            byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x2D
        }
        guard isPlain, (1...128).contains(id.utf8.count) else { throw .id }
        guard body.count <= Self.longestBody else { throw .bodyTooLong }
        self.id = id
        self.body = body
    }
}

/// Why a message cannot be sent as a webhook.
package enum WebhookMessageFault: Error, Sendable, Equatable {
    /// The id is empty, too long, or has other characters than it may.
    case id
    /// The body is longer than `WebhookMessage.longestBody`.
    case bodyTooLong
}
