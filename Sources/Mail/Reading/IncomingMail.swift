/// What a mail that came in is to a program that sends notices.
///
/// Anybody can write such a mail. Whoever acts on it first looks whether a message of that id was sent to that recipient.
package enum IncomingMail: Sendable, Equatable {
    /// A mail system tells what became of messages, one entry for each recipient that it names.
    case bounce([Bounce])
    /// A program wrote it; it is never answered.
    case automatic(AutomaticMail)
    /// Nothing says that it is not from a person.
    case personal
    /// More bytes than are read.
    case tooLarge

    /// The largest mail that is read, in bytes.
    package static let largest = 1 << 20

    /// Reads a raw message of any content.
    package init(reading bytes: [UInt8]) {
        guard bytes.count <= Self.largest else {
            self = .tooLarge
            return
        }
        let mail = MailPart(bytes[...])
        let bounces = DeliveryReport.bounces(of: mail) ?? InformalBounce.bounces(of: mail) ?? []
        if !bounces.isEmpty {
            self = .bounce(bounces)
        } else if let automatic = AutomaticMail(mail) {
            self = .automatic(automatic)
        } else {
            self = .personal
        }
    }
}
