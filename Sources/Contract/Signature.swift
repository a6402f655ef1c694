import Crypto

/// The signature of an entry: `v1=` and the HMAC-SHA-256 of all its other fields as sent, in hexadecimal digits.
package enum Signature {
    private static let version = "v1="

    /// The value of `sig` for those fields; a `sig` among them does not count.
    package static func sign(_ fields: [InboundEntry.Field], key: [UInt8]) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: content(of: fields), using: SymmetricKey(data: key))
        return version + Hexadecimal.text(of: code)
    }

    /// The value of `sig` for those names and values.
    package static func sign(_ fields: [(String, String)], key: [UInt8]) -> String {
        sign(fields.map { (name: .text($0.0), value: .text($0.1)) }, key: key)
    }

    /// Whether the value of `sig` is right for those fields, in a time that does not depend on where it is wrong.
    package static func verify(_ signature: String, of fields: [InboundEntry.Field], key: [UInt8]) -> Bool {
        guard signature.hasPrefix(version), signature.utf8.count == version.utf8.count + 2 * SHA256.byteCount,
            let code = Hexadecimal.bytes(of: signature.utf8.dropFirst(version.utf8.count))
        else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            code,
            authenticating: content(of: fields),
            using: SymmetricKey(data: key)
        )
    }

    /// What is signed: the fields sorted by the bytes of their names, each with the lengths of both parts.
    private static func content(of fields: [InboundEntry.Field]) -> [UInt8] {
        let signed = fields.map { (name: $0.name.bytes, value: $0.value.bytes) }
            .filter { !$0.name.elementsEqual("sig".utf8) }
            .sorted { $0.name.lexicographicallyPrecedes($1.name) }
        var content: [UInt8] = []
        content.reserveCapacity(signed.reduce(0) { $0 + $1.name.count + $1.value.count + 12 })
        for field in signed {
            content.append(contentsOf: String(field.name.count).utf8)
            content.append(UInt8(ascii: ":"))
            content.append(contentsOf: field.name)
            content.append(UInt8(ascii: "="))
            content.append(contentsOf: String(field.value.count).utf8)
            content.append(UInt8(ascii: ":"))
            content.append(contentsOf: field.value)
            content.append(UInt8(ascii: ";"))
        }
        return content
    }
}
