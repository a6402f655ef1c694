import Contract
import Mail
import Testing

/// What Python's mail parser reads in what is composed here.
struct ComposingTests {
    @Test
    func `every field and both parts read back as they were meant`() async throws {
        var message = try Example.message()
        message.replyTo = Mailbox(try Example.address("cases+7@example.org"), name: "Case 7, \"urgent\" \\ open")
        let mail = try await InspectedMail.read(message)
        #expect(mail.defects.isEmpty)
        #expect(mail.type == "multipart/alternative")
        #expect(
            mail.names == [
                "Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References",
                "Auto-Submitted", "X-Auto-Response-Suppress", "List-Unsubscribe", "List-Unsubscribe-Post",
                "MIME-Version", "Content-Type",
            ]
        )
        #expect(mail.mailboxes["From"] == [["The Office", "office@example.org"]])
        #expect(mail.mailboxes["To"] == [["Zoë", "ok@example.org"]])
        #expect(mail.mailboxes["Reply-To"] == [["Case 7, \"urgent\" \\ open", "cases+7@example.org"]])
        #expect(mail["Subject"] == "Your case was answered")
        #expect(mail["Message-ID"] == message.id.bracketed)
        #expect(mail["In-Reply-To"] == message.inReplyTo?.bracketed)
        #expect(mail["References"] == message.inReplyTo?.bracketed)
        #expect(mail["Auto-Submitted"] == "auto-generated")
        #expect(mail["List-Unsubscribe"] == "<https://office.example.org/u/9f2c?a=1&b=2>")
        #expect(mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click")
        #expect(mail.seconds == 1_795_472_100)
        #expect(mail.parts.map(\.type) == ["text/plain", "text/html"])
        #expect(mail.parts.allSatisfy { $0.charset == "utf-8" })
        #expect(mail.parts[0].text == "Hello Zoë,\n\nthere is an answer.\n")
        #expect(mail.parts[1].text == "<p>Hello Zoë,</p>\n<p>there is an answer.</p>\n")
        #expect(mail.strayBreaks == 0)
        #expect(mail.beyondASCII == 0)
        #expect(mail.longestHeaderLine <= 78)
    }

    @Test
    func `a message is the same to the byte each time, and its ids follow from what it tells`() throws {
        #expect(try Example.message().composed() == Example.message().composed())
        #expect(try Example.message(number: 1).id != Example.message(number: 2).id)
        let domain = try Example.domain()
        #expect(MessageID(notification: "x", at: domain) != MessageID(case: "x", at: domain))
        // The first 16 bytes of `printf n-1 | sha256sum`.
        let id = MessageID(notification: "n-1", at: domain)
        #expect(id.text == "notice.51aeea8ffa05d2620d35c87463465885@office.example.org")
    }

    @Test(arguments: [
        "Ceci est déjà réglé : l’annonce n° 7 est de nouveau visible pour tout le monde, merci de votre patience",
        "🎉 Résolu 👨‍👩‍👧‍👦 👩🏽‍💻 🏳️‍🌈 et plus 🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
        "日本語の件名は長くなることがありますので、折り返しが必要になります。とても長い件名です。",
        "العربية موضوع الرسالة", "=?UTF-8?Q?not_encoded?=", "one two  three", "\"quoted\" <a@b.example>, (comment)",
        "a\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30A}\u{30B}\u{30C}\u{30D}\u{30E}\u{30F}\u{310}\u{311}\u{312}\u{313}\u{314}\u{315}",
        String(repeating: "long", count: 60), String(repeating: "word ", count: 50), "",
    ])
    func `a subject of any script reads back`(subject: String) async throws {
        let text = HeaderText(subject)
        let mail = try await InspectedMail.read(try Example.message(subject: text))
        #expect(mail["Subject"] == text.text)
        #expect(mail.longestHeaderLine <= 78)
        #expect(mail.beyondASCII == 0)
        #expect(mail.defects.isEmpty)
    }

    @Test(arguments: [
        "", "one line without an end", "\r\n\r\n\n\n\r\r", "trailing space \nand tab\t\n \n", "a = b == c =3D =\n",
        ".\n..\n. .\nFrom here\n>From there\n", "--=_x\n--\n-- \nsignature\n", "\u{0}a\u{0}\n\u{7F}\u{1B}[31m\n",
        String(repeating: "x", count: 5_000), String(repeating: "é", count: 3_000), String(repeating: "日本", count: 999),
        String(repeating: "a é ", count: 400), String(repeating: " ", count: 300), "🎉👨‍👩‍👧‍👦\n🎉", "x\u{2028}y\u{85}z",
    ])
    func `a text of any content reads back, in lines that all servers take`(text: String) async throws {
        let expected = Self.lines(of: text)
        for html in ["<p>\(text)</p>", nil] {
            let mail = try await InspectedMail.read(try Example.message(text: text, html: html))
            #expect(mail.parts[0].text == expected)
            #expect(mail.parts.count == (html == nil ? 1 : 2))
            #expect(mail.type == (html == nil ? "text/plain" : "multipart/alternative"))
            if html != nil { #expect(mail.parts[1].text == Self.lines(of: "<p>\(text)</p>")) }
            #expect(mail.longestLine <= 78)
            #expect(mail.strayBreaks == 0)
            #expect(mail.beyondASCII == 0)
            #expect(mail.defects.isEmpty)
        }
    }

    @Test
    func `the shorter encoding is taken`() async throws {
        let ascii = try await InspectedMail.read(try Example.message(text: "Café and tea are served."))
        #expect(ascii.parts[0].encoding == "quoted-printable")
        let other = try await InspectedMail.read(try Example.message(text: "日本語の件名"))
        #expect(other.parts[0].encoding == "base64")
    }

    @Test
    func `dates are those of the calendar`() async throws {
        let seconds: [Int64] = [0, 951_782_399, 951_782_400, 1_709_164_800, 4_102_444_799, 253_402_300_799]
        let messages = try seconds.map { seconds in
            var message = try Example.message()
            message.date = Instant(microseconds: seconds * 1_000_000 + 999_999)
            return message.composed()
        }
        let mails = try await InspectedMail.read(messages)
        #expect(mails.map(\.seconds) == seconds.map(Int.init))
        #expect(mails.flatMap(\.defects).isEmpty)
    }

    @Test
    func `a thread of many messages is folded, an id a line at most`() async throws {
        var message = try Example.message()
        let domain = try Example.domain()
        message.references = (0..<30).map { MessageID(notification: "older-\($0)", at: domain) }
        let mail = try await InspectedMail.read(message)
        let ids = (mail["References"] ?? "").split(separator: " ").map(String.init)
        #expect(ids == message.references.map(\.bracketed))
        #expect(mail.longestHeaderLine <= 78)
    }

    /// The text as a reader gets it: without NUL, with one kind of line break, and one at its end.
    private static func lines(of text: String) -> String {
        var scalars = String.UnicodeScalarView()
        var last: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            if scalar == "\n", last == "\r" {
                // The break was there already.
            } else if scalar == "\r" || scalar == "\n" {
                scalars.append("\n")
            } else if scalar.value != 0 {
                scalars.append(scalar)
            }
            last = scalar
        }
        if scalars.last != "\n" { scalars.append("\n") }
        return String(scalars)
    }
}
