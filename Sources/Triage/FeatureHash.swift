/// The hash (FNV-1a over characters, then a final mix) that puts features in buckets.
enum FeatureHash {
    /// What is hashed, so that a word and a piece of the same letters differ.
    enum Kind: UInt32 {
        case word = 1
        case pair = 2
        case piece = 3
    }

    private static let prime: UInt32 = 0x0100_0193

    static func start(_ kind: Kind) -> UInt32 {
        extended(0x811C_9DC5, kind.rawValue)
    }

    static func extended(_ hash: UInt32, _ value: UInt32) -> UInt32 {
        (hash ^ value) &* prime
    }

    static func of(_ characters: [UInt32], _ range: Range<Int>, _ kind: Kind) -> UInt32 {
        var hash = start(kind)
        for index in range {
            hash = extended(hash, characters[index])
        }
        return hash
    }

    static func piece(_ first: UInt32, _ second: UInt32, _ third: UInt32) -> UInt32 {
        extended(extended(extended(start(.piece), first), second), third)
    }

    /// The hash of two words in their order.
    static func joined(_ first: UInt32, _ second: UInt32) -> UInt32 {
        extended(extended(first ^ 0x9E37_79B9, second & 0xFFFF), second >> 16)
    }

    /// The bucket, one of 2 to the power of `bits`; at most 16.
    static func bucket(_ hash: UInt32, bits: UInt32) -> UInt16 {
        let mixed = (hash ^ hash >> 15) &* 0x2C1B_3C6D
        return UInt16(truncatingIfNeeded: (mixed ^ mixed >> 12) >> (32 - bits))
    }
}
