import Foundation

/// Unicode's normal form C, with a short way for the scripts in which texts come normalised.
package enum NormalForm {
    /// The text in normal form C.
    package static func of(_ text: String) -> String {
        isPlain(text) ? text : text.precomposedStringWithCanonicalMapping
    }

    /// Whether every scalar is of a range in which nothing composes, decomposes or is reordered.
    package static func isPlain(_ text: String) -> Bool {
        for scalar in text.unicodeScalars where scalar.value >= firstUnplain && !isInPlainRange(scalar.value) {
            return false
        }
        return true
    }

    /// All scalars below this one are plain.
    private static let firstUnplain: UInt32 = 0x0300

    /// Runs of letters and symbols of the scripts most written, in order, without the scalars that normal form C
    /// changes, moves, or joins to the one before.
    package static let plainRanges: [ClosedRange<UInt32>] = [
        0x038E...0x03A1, 0x03A3...0x0482, 0x0488...0x052F, 0x0531...0x0556, 0x05D0...0x05EA, 0x061B...0x064A,
        0x0660...0x066F, 0x0671...0x06D5, 0x0900...0x093B, 0x093D...0x094C, 0x0960...0x0983, 0x0993...0x09A8,
        0x0E01...0x0E37, 0x10D0...0x1160, 0x1E00...0x1F15, 0x2002...0x2064, 0x20A0...0x20C0, 0x2100...0x2125,
        0x212C...0x218B, 0x2190...0x2328, 0x232B...0x2426, 0x2460...0x2ADB, 0x3000...0x3029, 0x3030...0x303F,
        0x3041...0x3096, 0x309B...0x30FF, 0x3400...0x9FFC, 0xAC00...0xD7A3, 0xFE00...0xFE0F, 0xFF01...0xFFBE,
        0x1F300...0x1F6D7, 0x1F900...0x1FA53,
    ]

    private static func isInPlainRange(_ scalar: UInt32) -> Bool {
        let ranges = plainRanges
        var low = 0
        var high = ranges.count
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < scalar {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < ranges.count && ranges[low].contains(scalar)
    }
}
