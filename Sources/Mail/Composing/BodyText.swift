/// The text of one part of a message.
struct BodyText {
    /// UTF-8 without NUL, CRLF at the end of each line, the last one included.
    private var lines: [UInt8] = []
    private var countBeyondASCII = 0

    /// The text with its line breaks, of whatever kind, as mail wants them.
    init(_ text: String) {
        lines.reserveCapacity(text.utf8.count + text.utf8.count / 32 + 2)
        var last: UInt8 = 0
        for byte in text.utf8 {
            switch byte {
            case 0x0A where last == 0x0D: break
            case 0x0A, 0x0D: lines.append(contentsOf: [0x0D, 0x0A])
            case 0: break
            default:
                lines.append(byte)
                if byte >= 0x80 { countBeyondASCII += 1 }
            }
            last = byte
        }
        if lines.last != 0x0A { lines.append(contentsOf: [0x0D, 0x0A]) }
    }

    /// The part: its fields, behind those of `header`, an empty line, and the text in the shorter encoding.
    func part(type: StaticString, after header: HeaderWriter = HeaderWriter()) -> [UInt8] {
        var header = header
        header.write("Content-Type", fixed: type)
        // Base64 takes four characters for three bytes, quoted-printable three for each byte beyond ASCII.
        let isMostlyASCII = countBeyondASCII * 6 <= lines.count
        if isMostlyASCII {
            header.write("Content-Transfer-Encoding", fixed: "quoted-printable")
        } else {
            header.write("Content-Transfer-Encoding", fixed: "base64")
        }
        header.finish()
        var bytes = header.bytes
        if isMostlyASCII {
            QuotedPrintable.append(lines, to: &bytes)
        } else {
            Base64.append(lines, to: &bytes, inLines: true)
        }
        return bytes
    }
}
