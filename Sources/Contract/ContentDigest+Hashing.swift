import Crypto

extension ContentDigest {
    /// Collects the names and values of an entry's content, each with its length, and hashes them at once.
    struct Builder {
        private var content: [UInt8] = []

        init() {
            content.reserveCapacity(1024)
        }

        mutating func append(_ name: String, _ value: String) {
            append(name)
            append(value)
        }

        private mutating func append(_ text: String) {
            let count = UInt32(truncatingIfNeeded: text.utf8.count)
            content.append(UInt8(truncatingIfNeeded: count >> 16))
            content.append(UInt8(truncatingIfNeeded: count >> 8))
            content.append(UInt8(truncatingIfNeeded: count))
            content.append(contentsOf: text.utf8)
        }

        func digest() -> ContentDigest {
            var halves: (UInt64, UInt64) = (0, 0)
            for (index, byte) in SHA256.hash(data: content).enumerated() {
                if index < 8 {
                    halves.0 = halves.0 << 8 | UInt64(byte)
                } else if index < 16 {
                    halves.1 = halves.1 << 8 | UInt64(byte)
                }
            }
            return ContentDigest(high: halves.0, low: halves.1)
        }
    }
}
