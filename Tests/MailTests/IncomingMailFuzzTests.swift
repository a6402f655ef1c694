import Mail
import Testing

/// Mails that nobody meant to write.
struct IncomingMailFuzzTests {
    @Test(.timeLimit(.minutes(3)))
    func `100,000 mutated mails are read without a crash, into values that hold`() {
        var mutator = MailMutator(seed: 5)
        var counts: [String: Int] = [:]
        for _ in 0..<100_000 {
            let mail = IncomingMail(reading: mutator.next())
            switch mail {
            case .bounce(let bounces):
                counts["bounce", default: 0] += 1
                #expect((1...100).contains(bounces.count))
                for bounce in bounces {
                    #expect(bounce.original.map { MessageID($0.bracketed) == $0 } ?? true)
                    #expect(bounce.recipient.map { Address($0.text) == $0 } ?? true)
                }
            case .automatic: counts["automatic", default: 0] += 1
            case .personal: counts["personal", default: 0] += 1
            case .tooLarge: counts["tooLarge", default: 0] += 1
            }
        }
        // The mutations leave enough to be read, and spoil enough.
        for kind in ["bounce", "automatic", "personal"] {
            #expect(counts[kind, default: 0] > 1_000, "\(counts)")
        }
    }

    @Test(
        .timeLimit(.minutes(2)),
        arguments: [
            "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + String(repeating: "--b\r\n", count: 200_000),
            String(
                repeating: "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
                count: 20_000
            ),
            "Content-Type: " + String(repeating: ";a=\"", count: 250_000),
            String(repeating: "X: y\r\n", count: 170_000), "X: " + String(repeating: "y\r\n ", count: 260_000),
            "From: mailer-daemon@x.example\r\n\r\n" + String(repeating: "5.1.", count: 250_000),
            "From: mailer-daemon@x.example\r\n\r\n" + String(repeating: "a@", count: 500_000),
            "From: mailer-daemon@x.example\r\n\r\n" + String(repeating: "a@b ", count: 250_000),
            "X-Failed-Recipients: " + String(repeating: "a@example.org,", count: 70_000) + "\r\n\r\n550",
            "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"
                + String(repeating: "Final-Recipient: rfc822;a@example.org\r\n\r\n", count: 20_000),
            String(repeating: "\r\n", count: 500_000), String(repeating: "=", count: 1_000_000),
        ]
    )
    func `a mebibyte made to be slow is read at once`(text: String) {
        let start = ContinuousClock.now
        let mail = IncomingMail(reading: Array(text.utf8.prefix(IncomingMail.largest)))
        #expect(start.duration(to: .now) < .seconds(30))
        #expect(mail != .tooLarge)
        if case .bounce(let bounces) = mail { #expect(bounces.count <= 100) }
    }
}
