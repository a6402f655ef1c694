import TestKit

/// Makes broken mails of good ones.
struct MailMutator {
    private var random: SeededGenerator
    private let samples = Sample.all.map { Array($0.utf8) }

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func next() -> [UInt8] {
        var mail = sample()
        for _ in 0..<Int.random(in: 0...6, using: &random) { mutate(&mail) }
        return mail
    }

    private mutating func mutate(_ mail: inout [UInt8]) {
        let place = Int.random(in: 0...mail.count, using: &random)
        let count = Int.random(in: 0...min(40, mail.count - place), using: &random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0: mail.removeSubrange(place..<place + count)
        case 1: mail.insert(contentsOf: (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }, at: place)
        case 2: mail.insert(contentsOf: Array(piece().utf8), at: place)
        case 3: mail.removeSubrange(place...)
        case 4:
            let other = sample()
            mail.replaceSubrange(place..., with: other.suffix(Int.random(in: 0...other.count, using: &random)))
        case 5: mail.insert(contentsOf: mail[place..<place + count], at: place)
        case 6: mail = mail.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        default:
            guard place < mail.count else { return }
            mail[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        }
    }

    private mutating func sample() -> [UInt8] {
        samples.randomElement(using: &random) ?? []
    }

    private mutating func piece() -> String {
        Self.pieces.randomElement(using: &random) ?? ""
    }

    private static let pieces = [
        "\r\n", "\n\n", "\r", ":", ";", "\"", "\\", "=", "=\r\n", "=4", "--", "--b\n", "--b--\n", "boundary=",
        "boundary=\"\"",
        "Content-Type: multipart/mixed; boundary=b\n", "Content-Type: message/delivery-status\n", "5.1.1", "4.999.999",
        "9.9.9", "550 ", "@", "a@b.example", "<>", "<<a@b.example>>", "Message-ID: <>\n", "Message-ID: <a@b>\n",
        "Content-Transfer-Encoding: base64\n", "Content-Transfer-Encoding: quoted-printable\n",
        "Final-Recipient: rfc822;\n", "Final-Recipient: ;;;@@@\n", "Action: failed\n", "Status: \n", "\u{0}", "é", "😀",
        "\u{202E}", "X-Failed-Recipients: ,,,a@b.example,,\n", " ", "\t",
    ]
}
