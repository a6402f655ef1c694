/// Finds the place of a short ASCII name in a fixed list, without hashing a `String`.
///
/// The names of the contract have at most sixteen bytes, so that a name is two words; two multiplications spread them
/// over a table four times as large as the list.
struct NameIndex: Sendable {
    private struct Slot {
        var first: UInt64 = 0
        var second: UInt64 = 0
        var place = -1
    }

    private let slots: [Slot]
    private let mask: UInt64

    /// An index of the names, each of 1 to 16 bytes; a longer one is never found.
    init(_ names: [String]) {
        var size = 16
        while size < names.count * 4 { size *= 2 }
        mask = UInt64(size - 1)
        var slots = [Slot](repeating: Slot(), count: size)
        for (place, name) in names.enumerated() {
            guard let (first, second) = Self.words(of: name.utf8Span.span) else { continue }
            var at = Self.start(first, second)
            while slots[Int(at & mask)].place >= 0 { at &+= 1 }
            slots[Int(at & mask)] = Slot(first: first, second: second, place: place)
        }
        self.slots = slots
    }

    /// The place of the name in the list; nil if it is not there.
    func place(of name: String) -> Int? {
        guard let (first, second) = Self.words(of: name.utf8Span.span) else { return nil }
        var at = Self.start(first, second)
        while true {
            let slot = slots[Int(at & mask)]
            if slot.place < 0 { return nil }
            if slot.first == first && slot.second == second { return slot.place }
            at &+= 1
        }
    }

    /// The bytes of the name in two words; nil for a NUL, which would make two names one.
    private static func words(of name: Span<UInt8>) -> (UInt64, UInt64)? {
        let count = name.count
        guard count > 0, count <= 16 else { return nil }
        var first: UInt64 = 0
        var second: UInt64 = 0
        var hasNUL = false
        for index in 0..<min(count, 8) {
            first = first << 8 | UInt64(name[index])
            hasNUL = hasNUL || name[index] == 0
        }
        if count > 8 {
            for index in 8..<count {
                second = second << 8 | UInt64(name[index])
                hasNUL = hasNUL || name[index] == 0
            }
        }
        return hasNUL ? nil : (first, second)
    }

    private static func start(_ first: UInt64, _ second: UInt64) -> UInt64 {
        (first ^ second &* 0xFF51_AFD7_ED55_8CCD) &* 0x9E37_79B9_7F4A_7C15 >> 40
    }
}
