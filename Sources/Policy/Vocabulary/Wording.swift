/// A text as phrases are looked for in it: words in small letters, whatever stood between them; accents as written.
package struct Wording: Sendable, Hashable {
    private static let space = UInt8(ascii: " ")

    /// The words in UTF-8, a space before each and one behind the last; empty where there is no word.
    private var bytes: [UInt8] = []
    /// The places of the spaces before the words.
    private var starts: [Int] = []

    /// The words of the text: runs of letters and digits.
    package init(_ text: String) {
        bytes.reserveCapacity(text.utf8.count + 2)
        var isInWord = false
        for scalar in text.unicodeScalars {
            switch Self.role(of: scalar) {
            case .nothing: continue
            case .gap: isInWord = false
            case .letter:
                if !isInWord {
                    starts.append(bytes.count)
                    bytes.append(Self.space)
                    isInWord = true
                }
                append(scalar)
            }
        }
        if !bytes.isEmpty { bytes.append(Self.space) }
    }

    /// Whether there is no word.
    package var isEmpty: Bool { starts.isEmpty }

    /// Whether the words of the phrase stand in the text, whole and one after the other; never those of an empty one.
    package func contains(_ phrase: Wording) -> Bool {
        let length = phrase.bytes.count
        guard length > 0, length <= bytes.count else { return false }
        return starts.contains { start in
            guard start + length <= bytes.count else { return false }
            var place = 0
            while place < length, bytes[start + place] == phrase.bytes[place] { place += 1 }
            return place == length
        }
    }

    private enum Role {
        case letter
        /// Seen by nobody, such as a soft hyphen: the word goes on.
        case nothing
        case gap
    }

    private static func role(of scalar: Unicode.Scalar) -> Role {
        let value = scalar.value
        if value < 0x80 {
            return (value | 0x20) &- 0x61 < 26 || value &- 0x30 < 10 ? .letter : .gap
        }
        let properties = scalar.properties
        if properties.isAlphabetic || properties.numericType != nil { return .letter }
        switch properties.generalCategory {
        case .nonspacingMark, .spacingMark: return .letter
        case .format: return .nothing
        default: return .gap
        }
    }

    private mutating func append(_ scalar: Unicode.Scalar) {
        if scalar.value < 0x80 {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            bytes.append(byte &- 0x41 < 26 ? byte | 0x20 : byte)
        } else {
            bytes.append(contentsOf: scalar.properties.lowercaseMapping.utf8)
        }
    }
}
