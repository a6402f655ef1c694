extension String {
    /// The beginning of a text: at most that many bytes, cut between characters and marked where cut.
    static func excerpt(of text: String?, atMost limit: Int) -> String? {
        guard let text, !text.isEmpty else { return nil }
        let bytes = text.utf8
        guard bytes.count > limit else { return text }
        var end = bytes.index(bytes.startIndex, offsetBy: limit)
        while end > bytes.startIndex, bytes[end] & 0xC0 == 0x80 {
            bytes.formIndex(before: &end)
        }
        return text[..<end] + "…"
    }
}
