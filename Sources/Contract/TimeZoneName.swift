/// Names of IANA time zones, by their shape: `UTC`, `Africa/Johannesburg`, `America/Argentina/Ushuaia`, `Etc/GMT+2`.
enum TimeZoneName {
    static func accepts(_ value: String) -> Bool {
        guard value.utf8.count <= 64 else { return false }
        let parts = value.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return (1...3).contains(parts.count)
            && parts.allSatisfy { part in
                guard let first = part.first else { return false }
                return (first | 0x20) &- UInt8(ascii: "a") < 26 && part.allSatisfy(isNameText)
            }
    }

    private static func isNameText(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") <= 9 || (byte | 0x20) &- UInt8(ascii: "a") < 26
            || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+")
    }
}
