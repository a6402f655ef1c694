/// The checksum CRC-32 (IEEE 802.3, as in zlib) that places a key in its partition.
package enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { remainder, _ in
            remainder & 1 == 1 ? 0xEDB8_8320 ^ remainder >> 1 : remainder >> 1
        }
    }

    /// The checksum of the bytes.
    package static func of(_ bytes: [UInt8]) -> UInt32 {
        checksum(of: bytes.span)
    }

    /// The checksum of the text's UTF-8 bytes.
    package static func of(_ text: String) -> UInt32 {
        checksum(of: text.utf8Span.span)
    }

    private static func checksum(of bytes: Span<UInt8>) -> UInt32 {
        let table = table
        var remainder: UInt32 = 0xFFFF_FFFF
        for index in bytes.indices {
            remainder = table[Int((remainder ^ UInt32(bytes[index])) & 0xFF)] ^ remainder >> 8
        }
        return ~remainder
    }
}
