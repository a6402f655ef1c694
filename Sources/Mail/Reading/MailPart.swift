/// A message that came in, or a part of one.
struct MailPart {
    private static let deepest = 5
    private static let mostParts = 50
    private static let longestText = 65_536

    let header: MailHeader
    let type: ContentType
    /// What follows the header, as it came.
    let body: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        header = MailHeader(reading: &rest)
        type = ContentType(header["content-type"])
        body = rest
    }

    /// The content without its transfer encoding, up to 64 KiB.
    var content: [UInt8] {
        // Base64 takes four bytes for three, quoted-printable up to three for one.
        switch MailLines.lowered(header["content-transfer-encoding"].utf8) {
        case "base64": Array(Base64.decode(body.prefix(Self.longestText * 3 / 2)).prefix(Self.longestText))
        case "quoted-printable":
            Array(QuotedPrintable.decode(body.prefix(Self.longestText * 3)).prefix(Self.longestText))
        default: Array(body.prefix(Self.longestText))
        }
    }

    /// All parts that are no multipart themselves, in their order; the message itself if it has no parts.
    var leaves: [MailPart] {
        var found: [MailPart] = []
        collect(into: &found, depth: 0)
        return found
    }

    private func collect(into found: inout [MailPart], depth: Int) {
        guard found.count < Self.mostParts else { return }
        guard type.name.hasPrefix("multipart/"), depth < Self.deepest, let boundary = type["boundary"],
            (1...200).contains(boundary.utf8.count)
        else {
            found.append(self)
            return
        }
        for part in Self.parts(of: body, between: boundary) {
            MailPart(part).collect(into: &found, depth: depth + 1)
        }
    }

    /// What stands between the lines of the boundary; the last part may lack its end.
    private static func parts(of body: ArraySlice<UInt8>, between boundary: String) -> [ArraySlice<UInt8>] {
        let mark = Array("--\(boundary)".utf8)
        var parts: [ArraySlice<UInt8>] = []
        var rest = body
        var start: Int?
        while !rest.isEmpty, parts.count < mostParts {
            let place = rest.startIndex
            let line = MailLines.next(of: &rest)
            guard line.starts(with: mark) else { continue }
            let tail = line.dropFirst(mark.count)
            let isLast = tail.starts(with: "--".utf8)
            guard isLast || tail.allSatisfy(MailLines.isSpace) else { continue }
            if let start { parts.append(body[start..<place]) }
            start = isLast ? nil : rest.startIndex
            if isLast { return parts }
        }
        if let start, parts.count < mostParts { parts.append(body[start...]) }
        return parts
    }
}
