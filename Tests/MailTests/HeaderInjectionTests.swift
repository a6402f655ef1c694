import Contract
import Mail
import Testing

/// Attempts to make one field end and another begin.
struct HeaderInjectionTests {
    /// What ends lines somewhere, or hides that it does.
    static let breaks = [
        "\r\n", "\n", "\r", "\n\r", "\r\r\n", "\r\n\r\n", "\u{0}", "\u{0}\r\n", "\u{B}", "\u{C}", "\u{85}", "\u{2028}",
        "\u{2029}", "\r\n ", "\r\n\t", "\u{FEFF}\r\n", "\u{1F}\n", "\u{1E}",
    ]

    /// What would be put in.
    static let payloads = [
        "Bcc: victim@example.net", "Content-Type: text/html\r\n\r\n<script>1</script>", "Subject: other",
        "\r\n.\r\nMAIL FROM:<a@example.net>\r\nRCPT TO:<b@example.net>\r\nDATA", "From: other@example.net",
        "=?UTF-8?B?DQpCY2M6IHZpY3RpbUBleGFtcGxlLm5ldA==?=", "=?UTF-8?Q?=0D=0ABcc:_victim@example.net?=",
        "%0d%0aBcc: victim@example.net", "--=_x\r\nContent-Type: text/html", "X: 1\r\nX-Other: 2",
    ]

    static let attempts = breaks.flatMap { lineEnd in payloads.map { "Hello\(lineEnd)\($0)" } }

    @Test
    func `no attempt through subject, names and texts adds a field or a part`() async throws {
        let plain = try await InspectedMail.read(try Example.message())
        #expect(Self.attempts.count >= 100)
        let messages = try Self.attempts.map { attempt in
            var message = try Example.message(subject: HeaderText(attempt), text: attempt, html: "<p>\(attempt)</p>")
            message.sender = Mailbox(message.sender.address, name: HeaderText(attempt))
            message.recipient = Mailbox(message.recipient.address, name: HeaderText(attempt))
            message.id = MessageID(notification: attempt, at: try Example.domain())
            message.join(MessageID(case: attempt, at: try Example.domain()))
            return message
        }
        let mails = try await InspectedMail.read(messages.map { $0.composed() })
        #expect(mails.count == Self.attempts.count)
        for (mail, message) in zip(mails, messages) {
            #expect(mail.names == plain.names)
            #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
            #expect(mail["Subject"] == message.subject.text)
            #expect(mail.mailboxes["From"] == [[message.sender.name?.text ?? "", "office@example.org"]])
            #expect(mail.mailboxes["To"] == [[message.recipient.name?.text ?? "", "ok@example.org"]])
            #expect(mail.strayBreaks == 0)
            #expect(mail.defects.isEmpty)
        }
    }

    @Test
    func `no attempt becomes an address, a domain, an id or a link`() {
        for attempt in Self.attempts {
            for text in [attempt, "a@example.org\(attempt)", "\(attempt)@example.org", "<a@example.org>\(attempt)"] {
                #expect(Address(text) == nil)
            }
            #expect(MailDomain("example.org\(attempt)") == nil)
            #expect(MessageID("<a@example.org\(attempt)>") == nil)
            #expect(UnsubscribeLink("https://example.org/\(attempt)") == nil)
        }
    }

    @Test(arguments: [
        "", "a", "@", "a@b", "a@example", "a b@example.org", "a@exa mple.org", "<a@example.org>", "a@example.org>",
        "a@example.org,b@example.org", "a@example.org b@example.org", "\"a\"@example.org", "a@[127.0.0.1]",
        "a@b@example.org", ".a@example.org", "a..b@example.org", "a@-example.org", "a@example..org", "a@example.org.",
        "a\u{202E}b@example.org", "a\u{200B}@example.org", "a@exam\u{AD}ple.org", "a;b@example.org", "a:b@example.org",
        "a\\@example.org", "a(c)@example.org", "a@example.org SIZE=1",
    ])
    func `what is no address is refused`(text: String) {
        #expect(Address(text) == nil)
    }

    @Test(arguments: [
        "a@example.org", "first.last+tag@sub.example.co.za", "o'neill@example.org", "zoë@example.org",
        "用户@例え.example", "a-b_c=d@x-1.example",
    ])
    func `what is an address is taken`(text: String) {
        #expect(Address(text)?.text == text)
    }

    @Test(arguments: [
        "http://example.org/", "mailto:a@example.org", "https://example.org/a b", "https://example.org/>,<http://x",
        "https://example.org/é", "https://user@example.org/", "https://example.org/a,b", "",
        "https://example.org/" + String(repeating: "a", count: 1_000),
    ])
    func `what is no plain https link is refused`(text: String) {
        #expect(UnsubscribeLink(text) == nil)
    }
}
