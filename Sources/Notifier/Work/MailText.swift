import Contract
import Foundation

/// A mail as an entry carries it: as it came, or in base64 where it is no text.
struct MailText {
    let bytes: [UInt8]

    /// The mail of those fields; nil for what does not read.
    init?(_ fields: Fields) {
        guard let text = fields["mail"] else { return nil }
        guard fields["encoding"] == "base64" else {
            bytes = Array(text.utf8)
            return
        }
        guard let data = Data(base64Encoded: text, options: .ignoreUnknownCharacters) else { return nil }
        bytes = Array(data)
    }
}
