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

    /// A text that a careless reader would take long over, called by what it repeats: it is too long to be told itself.
    struct Slow: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let text: String

        init(_ start: String = "", repeating part: String, _ count: Int, _ end: String = "") {
            testDescription = "\(start.debugDescription), \(count) times \(part.debugDescription)"
            text = start + String(repeating: part, count: count) + end
        }
    }

    private static let part = "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    private static let bounce = "From: mailer-daemon@x.example\r\n\r\n"
    private static let slowMails = [
        Slow(part, repeating: "--b\r\n", 200_000), Slow(repeating: part + "--b\r\n", 20_000),
        Slow("Content-Type: ", repeating: ";a=\"", 250_000), Slow(repeating: "X: y\r\n", 170_000),
        Slow("X: ", repeating: "y\r\n ", 260_000), Slow(bounce, repeating: "5.1.", 250_000),
        Slow(bounce, repeating: "a@", 500_000), Slow(bounce, repeating: "a@b ", 250_000),
        Slow("X-Failed-Recipients: ", repeating: "a@example.org,", 70_000, "\r\n\r\n550"),
        Slow(
            "Content-Type: multipart/report; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n",
            repeating: "Final-Recipient: rfc822;a@example.org\r\n\r\n",
            20_000
        ),
        Slow(repeating: "\r\n", 500_000), Slow(repeating: "=", 1_000_000),
    ]

    @Test(.timeLimit(.minutes(2)), arguments: slowMails)
    func `a mebibyte made to be slow is read at once`(slow: Slow) {
        let start = ContinuousClock.now
        let mail = IncomingMail(reading: Array(slow.text.utf8.prefix(IncomingMail.largest)))
        #expect(start.duration(to: .now) < .seconds(30))
        #expect(mail != .tooLarge)
        if case .bounce(let bounces) = mail { #expect(bounces.count <= 100) }
    }
}
