/// Addresses as people and programs write them within texts.
enum WrittenAddresses {
    private static let longest = 300

    /// The first address, with or without angle brackets, that is not in `others`.
    static func first(in text: some Collection<UInt8>, but others: Set<String> = []) -> Address? {
        for word in text.split(whereSeparator: { !isOfAddress($0) }) where word.count <= longest {
            guard word.contains(UInt8(ascii: "@")) else { continue }
            let text = String(decoding: word, as: UTF8.self).trimmingPunctuation
            guard let address = Address(text), !others.contains(text.lowercased()) else { continue }
            return address
        }
        return nil
    }

    /// Spaces, brackets and quotes stand around addresses, never in them.
    private static func isOfAddress(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte != 0x7F && !"<>()[]\"',;:\\".utf8.contains(byte)
    }
}

extension String {
    /// Without the full stops and the like that a sentence adds.
    fileprivate var trimmingPunctuation: String {
        let marks: Set<Character> = [".", "!", "?", "*", "`"]
        return String(drop { marks.contains($0) }.reversed().drop { marks.contains($0) }.reversed())
    }
}
