import Mail
import Testing

/// What mails that come in are taken for.
struct IncomingMailTests {
    @Test
    func `a standard report tells message, recipient, severity and code`() throws {
        let id = MessageID("notice.1@office.example.org")
        for (name, expected) in [
            ("5.1.1", Bounce.Severity.hard), ("5.2.1", .hard), ("5.4.4", .hard), ("5.0.0", .hard), ("5.2.2", .soft),
            ("4.4.7", .soft), ("5.2.3", .soft), ("5.7.1", .soft), ("5.1.8", .soft), ("5.3.4", .soft),
        ] {
            let bounces = try #require(Self.read(Sample.report(status: name)).bounces)
            #expect(bounces.count == 1)
            #expect(bounces[0].original == id)
            #expect(bounces[0].recipient?.text == "lost@example.net")
            #expect(bounces[0].severity == expected, "\(name)")
            #expect(bounces[0].status == StatusCode(name))
        }
    }

    @Test
    func `a delay is no failure, and a success is no bounce`() throws {
        let delayed = try #require(Self.read(Sample.report(status: "4.4.1", action: "delayed")).bounces)
        #expect(delayed[0].severity == .delayed)
        let delivered = Self.read(Sample.report(status: "2.0.0", action: "delivered"))
        #expect(delivered.bounces == nil)
        #expect(delivered.automatic?.kind == .generated || delivered.automatic?.kind == .reply)
    }

    @Test
    func `what the other server said counts more than a code that says nothing`() throws {
        for (diagnosis, severity) in [
            ("smtp; 550 5.1.1 User unknown", Bounce.Severity.hard), ("smtp; 552 5.2.2 Mailbox full", .soft),
            ("smtp; 550 mailbox is full", .soft), ("smtp; 550 no such user", .hard),
            ("smtp; 451 try again later", .soft),
        ] {
            let report = Sample.report(status: "5.0.0", diagnosis: diagnosis)
            let bounces = try #require(Self.read(report).bounces)
            #expect(bounces[0].severity == severity, "\(diagnosis)")
        }
    }

    @Test
    func `a report names each recipient, and the address that was written to`() throws {
        let report = Sample.report(
            status: "5.1.1",
            more: """

                Original-Recipient: rfc822;second@example.net
                Final-Recipient: rfc822; elsewhere@example.com
                Action: failed
                Status: 4.2.2 (full)

                Final-Recipient: rfc822; <third@example.net>
                Action: relayed
                Status: 2.0.0

                """
        )
        let bounces = try #require(Self.read(report).bounces)
        #expect(bounces.map { $0.recipient?.text } == ["lost@example.net", "second@example.net"])
        #expect(bounces.map(\.severity) == [.hard, .soft])
    }

    @Test(arguments: Sample.informalBounces)
    func `a bounce without a standard report is read as far as it goes`(sample: Sample.Informal) throws {
        let bounces = try #require(Self.read(sample.mail).bounces)
        #expect(bounces.map { $0.recipient?.text } == ["lost@example.net"])
        #expect(bounces[0].severity == sample.severity)
        #expect(bounces[0].status?.description == sample.status)
        #expect(bounces[0].original == (sample.namesOriginal ? MessageID("notice.1@office.example.org") : nil))
    }

    @Test(arguments: Sample.automatic)
    func `automatic mail is recognised`(header: String, kind: AutomaticMail.Kind) {
        let mail = Self.read("From: a@example.net\n\(header)\nIn-Reply-To: <notice.1@office.example.org>\n\nHello\n")
        #expect(mail.automatic?.kind == kind)
        #expect(mail.automatic?.original == MessageID("notice.1@office.example.org"))
        #expect(mail.automatic?.sender?.text == "a@example.net")
    }

    @Test(arguments: [
        "Subject: Re: your mail", "Auto-Submitted: no", "Precedence: first-class", "Return-Path: <a@example.net>",
        "Subject: failure notice for my bicycle advert", "X-Failed-Recipients: nobody", "Content-Type: multipart/mixed",
    ])
    func `what nothing marks as automatic is from a person`(header: String) {
        let mail = Self.read("From: Ann <a@example.net>\n\(header)\n\nIt says 550 5.1.1 user unknown, why?\n")
        #expect(mail == .personal)
    }

    @Test
    func `the notices sent from here are recognised as automatic`() throws {
        let mail = IncomingMail(reading: try Example.message().composed())
        #expect(mail.automatic?.kind == .generated)
    }

    @Test
    func `more than a mebibyte is not read`() {
        let most = [UInt8](repeating: UInt8(ascii: "a"), count: IncomingMail.largest)
        #expect(IncomingMail(reading: most) == .personal)
        #expect(IncomingMail(reading: most + [0]) == .tooLarge)
        #expect(IncomingMail(reading: []) == .personal)
    }

    private static func read(_ text: String) -> IncomingMail {
        IncomingMail(reading: text.utf8.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] })
    }
}

extension IncomingMail {
    var bounces: [Bounce]? {
        if case .bounce(let bounces) = self { bounces } else { nil }
    }

    var automatic: AutomaticMail? {
        if case .automatic(let automatic) = self { automatic } else { nil }
    }
}
