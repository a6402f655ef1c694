extension Command {
    /// The Cluster slot of the command's first key; nil for a command without keys.
    var slot: Int? {
        guard let key = firstKey else { return nil }
        return HashSlot.of(key)
    }

    /// What stands in the braces of the command's first key, or all of the key.
    var hashTag: String? {
        firstKey.map { String(decoding: HashSlot.tag(of: $0), as: UTF8.self) }
    }

    /// The command's name in capitals.
    var name: String { argument(0).map { String(decoding: $0, as: UTF8.self).uppercased() } ?? "" }

    private var firstKey: [UInt8]? {
        switch name {
        case "MULTI", "EXEC", "DISCARD", "PING", "INFO", "CONFIG", "TIME", "ROLE", "ACL", "CLIENT", "BGREWRITEAOF",
            "ASKING",
            "CLUSTER", "SCAN", "FLUSHALL", "DEBUG", "COMMAND", "WAIT":
            nil
        case "XINFO", "XGROUP", "OBJECT", "MEMORY": argument(2)
        case "XREAD", "XREADGROUP": argument(after: "STREAMS")
        default: argument(1)
        }
    }

    private func argument(after word: String) -> [UInt8]? {
        var isNext = false
        for argument in arguments {
            if isNext { return argument }
            isNext = String(decoding: argument, as: UTF8.self).uppercased() == word
        }
        return nil
    }

    private func argument(_ place: Int) -> [UInt8]? {
        var rest = arguments.dropFirst(place).makeIterator()
        return rest.next()
    }
}

/// Redis Cluster's slots: CRC-16 of the key's hash tag.
enum HashSlot {
    static let count = 16_384

    /// The slot of a key: of what stands in its first braces, if anything does, else of all of it.
    static func of(_ key: [UInt8]) -> Int {
        Int(crc16(tag(of: key)) % UInt16(count))
    }

    /// What the slot is reckoned from.
    static func tag(of key: [UInt8]) -> ArraySlice<UInt8> {
        guard let open = key.firstIndex(of: UInt8(ascii: "{")),
            let close = key[(open + 1)...].firstIndex(of: UInt8(ascii: "}")), close > open + 1
        else { return key[...] }
        return key[(open + 1)..<close]
    }

    /// CRC-16/XMODEM.
    private static func crc16(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        var crc: UInt16 = 0
        for byte in bytes {
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 { crc = crc & 0x8000 != 0 ? crc << 1 ^ 0x1021 : crc << 1 }
        }
        return crc
    }
}
