import Contract
import Mail
import Testing

/// Messages for tests.
enum Example {
    static func address(_ text: String) throws -> Address { try #require(Address(text)) }

    static func domain() throws -> MailDomain { try #require(MailDomain("office.example.org")) }

    static func message(
        to recipient: String = "ok@example.org",
        number: Int = 1,
        subject: HeaderText = "Your case was answered",
        text: String = "Hello Zoë,\n\nthere is an answer.\n",
        html: String? = "<p>Hello Zoë,</p>\n<p>there is an answer.</p>"
    ) throws -> Message {
        var message = Message(
            id: MessageID(notification: "n-\(number)", at: try domain()),
            from: Mailbox(try address("office@example.org"), name: "The Office"),
            to: Mailbox(try address(recipient), name: "Zoë"),
            subject: subject,
            text: text,
            html: html.map { HTMLText(escaped: $0) },
            date: Instant(microseconds: 1_795_472_100_000_000)
        )
        message.join(MessageID(case: "case-7", at: try domain()))
        message.unsubscribe = UnsubscribeLink("https://office.example.org/u/9f2c?a=1&b=2")
        return message
    }
}
