extension Message {
    /// The message as RFC 5322 and MIME write it, with CRLF at the end of each line; the same for the same message.
    ///
    /// Text and HTML become one `multipart/alternative`, in UTF-8; with a file it becomes a part of a `multipart/mixed`. Everything is ASCII unless an address is not.
    package func composed() -> [UInt8] {
        var header = HeaderWriter()
        header.write("Date", date)
        header.write("From", sender)
        header.write("To", recipient)
        if let replyTo { header.write("Reply-To", replyTo) }
        header.write("Subject", subject)
        header.write("Message-ID", [id])
        if let inReplyTo { header.write("In-Reply-To", [inReplyTo]) }
        if !references.isEmpty { header.write("References", references) }
        header.write("Auto-Submitted", origin: origin)
        // Exchange does not know RFC 3834; this keeps its absence notes away.
        header.write("X-Auto-Response-Suppress", fixed: "All")
        if let unsubscribe {
            header.write("List-Unsubscribe", unsubscribe)
            header.write("List-Unsubscribe-Post", fixed: "List-Unsubscribe=One-Click")
        }
        header.write("MIME-Version", fixed: "1.0")
        guard let attachment else { return texts(after: header) }
        let boundary = Boundary(aroundFileOf: id)
        header.write("Content-Type", multipart: "mixed", boundary)
        header.finish()
        var bytes = header.bytes
        bytes.append(contentsOf: "--\(boundary.text)\r\n".utf8)
        bytes.append(contentsOf: texts(after: HeaderWriter()))
        bytes.append(contentsOf: "\r\n--\(boundary.text)\r\n".utf8)
        bytes.append(contentsOf: attachment.part)
        bytes.append(contentsOf: "\r\n--\(boundary.text)--\r\n".utf8)
        return bytes
    }

    /// The text, with the HTML if there is some, behind the fields of a header.
    private func texts(after header: HeaderWriter) -> [UInt8] {
        var header = header
        let plain = BodyText(text)
        guard let html else {
            return plain.part(type: "text/plain; charset=utf-8", after: header)
        }
        let boundary = Boundary(of: id)
        header.write("Content-Type", multipart: "alternative", boundary)
        header.finish()
        var bytes = header.bytes
        bytes.append(contentsOf: "--\(boundary.text)\r\n".utf8)
        bytes.append(contentsOf: plain.part(type: "text/plain; charset=utf-8"))
        // The line break before a boundary belongs to the boundary (RFC 2046, 5.1.1), and not to the text.
        bytes.append(contentsOf: "\r\n--\(boundary.text)\r\n".utf8)
        bytes.append(contentsOf: BodyText(html.markup).part(type: "text/html; charset=utf-8"))
        bytes.append(contentsOf: "\r\n--\(boundary.text)--\r\n".utf8)
        return bytes
    }
}

extension Attachment {
    /// The file as a part of a message.
    fileprivate var part: [UInt8] {
        var header = HeaderWriter()
        header.write("Content-Disposition", attached: name)
        let type: StaticString =
            switch form {
            case .csv: "text/csv; charset=utf-8"
            case .json: "application/json"
            case .markdown: "text/markdown; charset=utf-8"
            }
        return BodyText(text).part(type: type, after: header)
    }
}
