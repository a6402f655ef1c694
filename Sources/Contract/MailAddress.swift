/// E-mail addresses: a dot-atom, an at sign, and a domain name of at least two labels; letters of any script.
enum MailAddress {
    static func accepts(_ value: String) -> Bool {
        guard value.utf8.count <= 254 else { return false }
        let parts = value.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].count) else { return false }
        let atoms = parts[0].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard atoms.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isAtomText) }) else { return false }
        return HostName.accepts(parts[1], leastLabels: 2)
    }

    private static func isAtomText(_ byte: UInt8) -> Bool {
        HostName.isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
}

/// Names of hosts: labels of letters, digits and hyphens, letters of any script.
enum HostName {
    static func accepts(_ name: some BidirectionalCollection<UInt8>, leastLabels: Int) -> Bool {
        guard name.count <= 253 else { return false }
        let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count >= leastLabels
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != UInt8(ascii: "-")
                    && label.last != UInt8(ascii: "-")
                    && label.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            }
    }

    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte &- UInt8(ascii: "0") <= 9 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}
