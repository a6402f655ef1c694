import Contract
import Crypto

/// The secret that lets somebody answer one survey: its partition, and 160 random bits.
///
/// The partition, as it was when the token was made, is no secret and a part of what is hashed.
struct SurveyToken: Sendable, Hashable {
    private static let letters = Array("abcdefghijklmnopqrstuvwxyz234567".utf8)
    private static let length = 32

    let partition: Int
    private let secret: String

    /// A new token, from the system's random numbers.
    static func generate(in partition: Int) -> SurveyToken {
        var random = SystemRandomNumberGenerator()
        let bytes = (0..<length).map { _ in letters[Int(random.next() & 31)] }
        return SurveyToken(partition: partition, secret: String(decoding: bytes, as: UTF8.self))
    }

    private init(partition: Int, secret: String) {
        self.partition = partition
        self.secret = secret
    }

    /// The token of that text; nil for a text that is none.
    init?(_ text: String) {
        guard text.utf8.count <= Self.length + 6, let dash = text.firstIndex(of: "-"),
            let partition = UInt16(text[..<dash]), String(partition) == text[..<dash]
        else { return nil }
        secret = String(text[text.index(after: dash)...])
        self.partition = Int(partition)
        guard secret.utf8.count == Self.length, secret.utf8.allSatisfy({ Self.letters.contains($0) }) else {
            return nil
        }
    }

    var text: String { "\(partition)-\(secret)" }

    /// What is stored of it.
    var hash: [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }
}
