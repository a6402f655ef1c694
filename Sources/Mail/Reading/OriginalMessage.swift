/// The message that a report or an answer is about.
enum OriginalMessage {
    /// Its id, from its own header if that came along, or from what the answer refers to.
    static func id(of mail: MailPart, leaves: [MailPart]) -> MessageID? {
        for part in leaves where isCopy(part.type.name) {
            let content = part.content
            var rest = content[...]
            if let id = MessageID(MailHeader(reading: &rest)["message-id"]) { return id }
        }
        return written(in: leaves) ?? referred(by: mail)
    }

    /// What the fields of an answer refer to.
    static func referred(by mail: MailPart) -> MessageID? {
        let header = mail.header
        let references = header["references"].split(separator: " ")
        return MessageID(header["x-original-message-id"]) ?? MessageID(header["in-reply-to"])
            ?? references.last.flatMap { MessageID($0) }
    }

    /// A header written into a text, as mail systems do that know no MIME.
    private static func written(in leaves: [MailPart]) -> MessageID? {
        let name = Array("message-id:".utf8)
        for part in leaves where part.type.name == "text/plain" {
            let content = part.content
            var rest = content[...]
            while !rest.isEmpty {
                let line = MailLines.next(of: &rest).drop { MailLines.isSpace($0) || $0 == UInt8(ascii: ">") }
                guard MailLines.lowered(line.prefix(name.count)).utf8.elementsEqual(name) else { continue }
                if let id = MessageID(MailLines.trimmed(Array(line.dropFirst(name.count).prefix(300)))) { return id }
            }
        }
        return nil
    }

    private static func isCopy(_ type: String) -> Bool {
        ["message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"].contains(type)
    }
}
