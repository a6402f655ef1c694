/// The secret that opens the HTTP endpoints.
struct BearerToken: Sendable {
    private let secret: [UInt8]

    init(_ secret: [UInt8]) {
        self.secret = secret
    }

    /// True when the `Authorization` header carries the secret.
    ///
    /// The time that it takes depends on the length of what was sent, never on how much of it is right.
    func isProven(by header: String?) -> Bool {
        guard let header else { return false }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return false }
        return equals(Array(parts[1].utf8))
    }

    /// True when the bytes are the secret, with the same promise about time.
    func equals(_ candidate: [UInt8]) -> Bool {
        var difference = secret.count ^ candidate.count
        for (index, byte) in candidate.enumerated() {
            difference |= Int(byte ^ secret[index % secret.count])
        }
        return difference == 0
    }
}
