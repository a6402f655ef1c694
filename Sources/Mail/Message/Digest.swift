internal import Crypto

/// Short names for long things: the first 16 bytes of SHA-256 in hexadecimal digits.
enum Digest {
    static func text(of key: String) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var characters: [UInt8] = []
        characters.reserveCapacity(32)
        for byte in SHA256.hash(data: Array(key.utf8)).prefix(16) {
            characters.append(digits[Int(byte >> 4)])
            characters.append(digits[Int(byte & 15)])
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
