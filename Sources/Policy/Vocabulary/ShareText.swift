/// Numbers as the policy writes them.
enum ShareText {
    /// The share that the text says in per cent, such as `0.05` for `5%`; nil if it has another shape.
    static func share(_ text: String) -> Double? {
        guard text.hasSuffix("%") else { return nil }
        return number(text.dropLast()).map { $0 / 100 }
    }

    /// The number that the text says: digits with a point at most, a minus first perhaps.
    static func number(_ text: some StringProtocol) -> Double? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        let isDigits = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.count <= 12 && part.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
        return (1...2).contains(parts.count) && isDigits ? Double(String(text)) : nil
    }
}
