package import Contract

/// The secrets that hold at one time: one, or while a receiver changes to a new one, several.
///
/// Each message carries a signature by every one of them, so that receivers may change at any time.
package struct SigningSecrets: Sendable, Hashable {
    private let secrets: [SigningSecret]

    /// The one that new receivers are to check against.
    package var newest: SigningSecret { secrets[0] }

    /// The newest secret, and those that receivers may still check against.
    package init(_ newest: SigningSecret, older: [SigningSecret] = []) {
        self.init([newest] + older)
    }

    private init(_ secrets: [SigningSecret]) {
        self.secrets = secrets
    }

    /// Reads the bytes of a secret file: one secret per line, the newest first; empty lines are passed over.
    package init(file bytes: [UInt8]) throws(SigningFault) {
        var secrets: [SigningSecret] = []
        for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D || $0 == 0x20 || $0 == 0x09 }) {
            secrets.append(try SigningSecret(String(decoding: line, as: UTF8.self)))
        }
        guard !secrets.isEmpty else { throw .empty }
        self.secrets = secrets
    }

    /// The secrets of one recipient, each made from one of these.
    package func derived(for recipient: String) -> SigningSecrets {
        SigningSecrets(secrets.map { $0.derived(for: recipient) })
    }

    /// These secrets, and those of one recipient: its receiver may check by its own, an office's own receiver by these.
    package func withDerived(for recipient: String) -> SigningSecrets {
        SigningSecrets(derived(for: recipient).secrets + secrets)
    }

    /// The three headers of Standard Webhooks for one attempt at that time.
    package func headers(for message: WebhookMessage, at time: Instant) -> [(name: String, value: String)] {
        // Whole seconds, rounded down, also before 1970.
        let seconds = Int64((Double(time.microseconds) / 1_000_000).rounded(.down))
        let content = Array("\(message.id).\(seconds).".utf8) + message.body
        let signatures = secrets.map { "v1," + $0.signature(of: content) }
        return [
            ("webhook-id", message.id),
            ("webhook-timestamp", String(seconds)),
            ("webhook-signature", signatures.joined(separator: " ")),
        ]
    }
}
