import Contract

/// An entry as received, as JSON: a list of names and values, at most 64 KiB of it.
struct RawRecord: Equatable {
    static let limit = 64 * 1024

    /// `[["name", "value"], …]`; what is not text is base64.
    let json: String
    /// What is base64: 2n for the name of pair n, counted from 0, 2n + 1 for its value.
    let encoded: [Int]
    /// Whether something was left out for its size.
    let isCut: Bool

    init(_ entry: InboundEntry) {
        var writer = Writer(room: Self.limit - 2)
        var encoded: [Int] = []
        for (place, field) in entry.fields.enumerated() {
            guard writer.beginPair() else { break }
            if writer.append(field.name) { encoded.append(2 * place) }
            writer.separate()
            if writer.append(field.value) { encoded.append(2 * place + 1) }
            writer.endPair()
        }
        json = "[" + String(decoding: writer.bytes, as: UTF8.self) + "]"
        self.encoded = encoded
        isCut = writer.isCut
    }

    /// Writes pairs while there is room; a value that does not fit is cut at a whole character.
    ///
    /// Separators are those that jsonb gives back, so that what is read is as long as what was written.
    private struct Writer {
        private(set) var bytes: [UInt8] = []
        private(set) var isCut = false
        private let room: Int
        /// What closing the pair in hand still takes.
        private var reserved = 0

        init(room: Int) {
            self.room = room
        }

        /// A pair takes at least `, ["", ""]`.
        mutating func beginPair() -> Bool {
            guard !isCut, bytes.count + 10 <= room else {
                isCut = true
                return false
            }
            if !bytes.isEmpty { bytes.append(contentsOf: Self.separator) }
            bytes.append(UInt8(ascii: "["))
            reserved = 6
            return true
        }

        mutating func separate() {
            bytes.append(contentsOf: Self.separator)
            reserved = 2
        }

        mutating func endPair() {
            bytes.append(UInt8(ascii: "]"))
        }

        /// Writes a name or value; answers whether it is base64.
        mutating func append(_ raw: RawText) -> Bool {
            bytes.append(UInt8(ascii: "\""))
            defer { bytes.append(UInt8(ascii: "\"")) }
            // jsonb refuses U+0000 although it is text.
            if let text = raw.text, !text.utf8.contains(0) {
                append(text)
                return false
            }
            append(base64: raw.bytes)
            return true
        }

        private mutating func append(_ text: String) {
            if !text.utf8.contains(where: Self.needsEscape), bytes.count + text.utf8.count + reserved <= room {
                bytes.append(contentsOf: text.utf8)
                return
            }
            for scalar in text.unicodeScalars {
                let escaped = Self.escaped(scalar)
                guard fits(escaped.count) else { return }
                bytes.append(contentsOf: escaped)
            }
        }

        private mutating func append(base64 content: [UInt8]) {
            for start in stride(from: 0, to: content.count, by: 3) {
                guard fits(4) else { return }
                bytes.append(contentsOf: Base64.group(content[start..<min(start + 3, content.count)]))
            }
        }

        private mutating func fits(_ count: Int) -> Bool {
            if bytes.count + count + reserved <= room { return true }
            isCut = true
            return false
        }

        private static let separator = Array(", ".utf8)

        private static func needsEscape(_ byte: UInt8) -> Bool {
            byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
        }

        private static func escaped(_ scalar: Unicode.Scalar) -> [UInt8] {
            switch scalar {
            case "\"": return Array("\\\"".utf8)
            case "\\": return Array("\\\\".utf8)
            case "\u{0}"..."\u{1F}":
                let digits = String(scalar.value, radix: 16)
                return Array(("\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits).utf8)
            default: return Array(scalar.utf8)
            }
        }
    }
}

/// The digits of base64 (RFC 4648).
private enum Base64 {
    private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Four digits of one to three bytes, padded.
    static func group(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        let value = bytes.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - bytes.count))
        return (0..<4).map { place in
            place > bytes.count ? UInt8(ascii: "=") : digits[value >> (18 - 6 * place) & 63]
        }
    }
}
