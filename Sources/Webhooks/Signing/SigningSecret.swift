import Crypto
import FoundationEssentials

/// A secret that webhooks are signed with, in the form of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64.
///
/// It is never shown by printing or logging it; `text` gives it to the person who sets up a receiver.
package struct SigningSecret: Sendable, Hashable, CustomStringConvertible, CustomReflectable {
    private static let prefix = "whsec_"
    private let bytes: [UInt8]

    /// Reads a secret; the prefix may be left out, as the standard's own libraries allow.
    ///
    /// - Throws: a fault that never repeats the text.
    package init(_ text: some StringProtocol) throws(SigningFault) {
        let encoded = text.hasPrefix(Self.prefix) ? String(text.dropFirst(Self.prefix.count)) : String(text)
        guard let data = Data(base64Encoded: encoded) else { throw .notBase64 }
        guard (24...64).contains(data.count) else { throw .wrongLength }
        bytes = Array(data)
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The secret of one recipient, made from this one.
    ///
    /// A signature proves who signed only to those who share the secret, and whoever checks signatures can make them too. With one
    /// secret for all recipients, each could forge notices to every other, so each is to have a secret of its own.
    /// It is the HMAC-SHA256 of the words `saypro webhook`, a zero byte and the recipient's id.
    package func derived(for recipient: String) -> SigningSecret {
        SigningSecret(bytes: authenticationCode(of: Array("saypro webhook\0".utf8) + Array(recipient.utf8)))
    }

    /// The HMAC-SHA256 of these bytes, in base64.
    func signature(of content: [UInt8]) -> String {
        Data(authenticationCode(of: content)).base64EncodedString()
    }

    private func authenticationCode(of content: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: content, using: SymmetricKey(data: bytes)))
    }

    /// The secret itself, as a receiver's library wants it.
    package var text: String { Self.prefix + Data(bytes).base64EncodedString() }

    package var description: String { "a signing secret" }

    package var customMirror: Mirror { Mirror(self, children: []) }
}

/// Why a text is not a signing secret.
package enum SigningFault: Error, Sendable, Equatable {
    /// There is no secret in the file.
    case empty
    /// What follows `whsec_` is not base64.
    case notBase64
    /// The key is not 24 to 64 bytes long.
    case wrongLength
}
