/// What can be made of a sentence in which a mail system says why.
struct Diagnosis {
    /// The first enhanced status code of class 4 or 5.
    private(set) var status: StatusCode?
    /// The first code of SMTP of class 4 or 5.
    private(set) var code: Int?
    private let text: String

    /// Reads a text of any length.
    init(_ text: String) {
        let lowered = MailLines.lowered(text.utf8)
        self.text = lowered
        for word in lowered.utf8.split(whereSeparator: { !Self.isOfCode($0) }) {
            // A full stop ends a sentence, too.
            let word = word.last == UInt8(ascii: ".") ? word.dropLast() : word
            if status == nil, word.count >= 5, let found = StatusCode(String(decoding: word, as: UTF8.self)),
                found.group != 2
            {
                status = found
            } else if code == nil, word.count == 3, let found = Int(String(decoding: word, as: UTF8.self)),
                Self.codes.contains(found)
            {
                code = found
            }
        }
    }

    /// Whether it says that something failed.
    var tellsFailure: Bool {
        status != nil || code != nil || Self.hardPhrases.contains { text.contains($0) }
            || Self.softPhrases.contains { text.contains($0) }
    }

    var severity: Bounce.Severity {
        if Self.softPhrases.contains(where: { text.contains($0) }) { return .soft }
        if let status { return status.condemnsRecipient ? .hard : .soft }
        if Self.hardPhrases.contains(where: { text.contains($0) }) { return .hard }
        return [550, 551, 553, 556].contains(code) ? .hard : .soft
    }

    private static let codes: Set<Int> = [
        421, 422, 431, 432, 441, 442, 446, 450, 451, 452, 454, 471, 500, 501, 503, 504, 510, 511, 512, 521, 523, 530,
        541, 550, 551, 552, 553, 554, 556,
    ]

    private static let hardPhrases = [
        "user unknown", "unknown user", "no such user", "no such recipient", "unknown recipient", "recipient not found",
        "does not exist", "doesn't exist", "not exist here", "invalid recipient", "recipient address rejected",
        "no mailbox here by that name", "mailbox not found", "mailbox unavailable", "account is disabled",
        "account has been disabled", "address not found", "couldn't be found", "unrouteable address",
        "address unknown", "host or domain name not found", "domain not found",
    ]

    private static let softPhrases = [
        "mailbox full", "mailbox is full", "quota", "temporarily", "try again", "too large", "timed out",
        "storage exceeded", "inbox is full",
    ]

    private static func isOfCode(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".")
    }
}
