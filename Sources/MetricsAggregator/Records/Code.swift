/// How figures tell texts apart that publishers choose: reasons and root causes.
///
/// Figures are published, and stay when a person is erased, so no sentence may become a part of one. The recount reads texts
/// the same way.
enum Code {
    /// The text if it is a code, `other` if it is anything else that somebody wrote.
    ///
    /// Of an address or of JSON an erasure leaves nothing, and figures must come out as before: it counts as nothing from the
    /// beginning. Of any other sentence it leaves a mark, which counts as that sentence did.
    static func label(of text: String) -> String {
        if isCode(text) { return text }
        if text == "[erased]" { return "other" }
        let bytes = text.utf8
        let isNothing =
            bytes.isEmpty || bytes.contains(UInt8(ascii: "@")) || bytes.contains("://".utf8)
            || bytes.first == UInt8(ascii: "[") || bytes.first == UInt8(ascii: "{")
        return isNothing ? "" : "other"
    }

    /// Whether it is a short word of ASCII, as codes are.
    private static func isCode(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
                    || "_.+/-".utf8.contains(byte)
            }
    }
}
