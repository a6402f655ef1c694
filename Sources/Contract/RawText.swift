/// A value as Redis gave it: text, or bytes that are not valid UTF-8.
package enum RawText: Sendable, Hashable {
    /// Valid UTF-8.
    case text(String)
    /// Anything else.
    case bytes([UInt8])

    /// The bytes as text if they are valid UTF-8, else as they are.
    package init(_ bytes: [UInt8]) {
        if let text = String(validating: bytes, as: UTF8.self) {
            self = .text(text)
        } else {
            self = .bytes(bytes)
        }
    }

    /// The text; nil if it is not valid UTF-8.
    package var text: String? {
        switch self {
        case .text(let text): text
        case .bytes(let bytes): String(validating: bytes, as: UTF8.self)
        }
    }

    /// How many bytes it takes.
    package var byteCount: Int {
        switch self {
        case .text(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        }
    }

    /// The bytes as sent.
    package var bytes: [UInt8] {
        switch self {
        case .text(let text): Array(text.utf8)
        case .bytes(let bytes): bytes
        }
    }
}

extension RawText: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        self = .text(text)
    }
}
