/// Lines and words of mail as it comes: bytes that may be anything.
enum MailLines {
    /// Takes the next line, without its line break.
    static func next(of bytes: inout ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
        var line = bytes[bytes.startIndex..<end]
        bytes = bytes[min(end + 1, bytes.endIndex)...]
        if line.last == 0x0D { line.removeLast() }
        return line
    }

    /// The bytes as text in lower case, as far as ASCII goes, without spaces at its ends.
    static func lowered(_ bytes: some Collection<UInt8>) -> String {
        trimmed(bytes.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 })
    }

    static func trimmed(_ bytes: [UInt8]) -> String {
        let start = bytes.firstIndex { !isSpace($0) } ?? bytes.endIndex
        let end = bytes.lastIndex { !isSpace($0) }.map { $0 + 1 } ?? start
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    static func isSpace(_ byte: UInt8) -> Bool {
        byte <= 0x20
    }
}
