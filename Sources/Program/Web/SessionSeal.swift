import Contract
import Crypto

/// Makes and checks the value of the cookie that says "signed in".
///
/// The value is an expiry, a random number and their HMAC under a key made from the dashboard token. It is not the token
/// and does not lead to it; it holds across restarts and in every process with the same token, and ends with its expiry
/// or with the token.
struct SessionSeal: Sendable {
    /// How long a sign-in lasts, in seconds.
    static let lifetime: Int64 = 12 * 60 * 60

    private let key: SymmetricKey

    init(token: [UInt8]) {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("saypro dashboard session 1".utf8),
            using: SymmetricKey(data: token)
        )
        key = SymmetricKey(data: code)
    }

    /// A new value, for a sign-in at that time in seconds since 1970.
    func issue(at now: Int64) -> String {
        var generator = SystemRandomNumberGenerator()
        let content = "\(now + Self.lifetime).\(generator.next() as UInt64)"
        return "\(content).\(code(of: content))"
    }

    /// Whether the value was issued by this seal and has not expired.
    func accepts(_ value: String, at now: Int64) -> Bool {
        let parts = value.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let expiry = Int64(parts[0]), expiry > now, expiry <= now + Self.lifetime else {
            return false
        }
        let expected = BearerToken(Array(code(of: "\(parts[0]).\(parts[1])").utf8))
        return expected.equals(Array(parts[2].utf8))
    }

    private func code(of content: String) -> String {
        Hexadecimal.text(of: HMAC<SHA256>.authenticationCode(for: Array(content.utf8), using: key))
    }
}
