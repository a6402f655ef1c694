/// BCP 47 language tags, by the grammar of RFC 5646 without its list of irregular old tags.
enum LanguageTag {
    static func accepts(_ value: String) -> Bool {
        guard value.utf8.count <= 64 else { return false }
        var subtags = value.split(separator: "-", omittingEmptySubsequences: false)[...]
        guard subtags.allSatisfy({ (1...8).contains($0.utf8.count) && $0.utf8.allSatisfy(isAlphanumeric) })
        else { return false }
        if isSingleton(subtags.first, "x") { return subtags.count > 1 }
        guard takeLanguage(&subtags) else { return false }
        if let next = subtags.first, next.utf8.count == 4, isLetters(next) { subtags.removeFirst() }
        if let next = subtags.first, isRegion(next) { subtags.removeFirst() }
        return takeVariants(&subtags) && takeExtensions(&subtags) && takePrivateUse(&subtags) && subtags.isEmpty
    }

    private static func takeLanguage(_ subtags: inout ArraySlice<Substring>) -> Bool {
        guard let language = subtags.popFirst(), language.utf8.count >= 2, isLetters(language) else { return false }
        guard language.utf8.count <= 3 else { return true }
        for _ in 0..<3 {
            guard let next = subtags.first, next.utf8.count == 3, isLetters(next) else { break }
            subtags.removeFirst()
        }
        return true
    }

    private static func takeVariants(_ subtags: inout ArraySlice<Substring>) -> Bool {
        var seen: Set<String> = []
        while let next = subtags.first, isVariant(next) {
            guard seen.insert(next.lowercased()).inserted else { return false }
            subtags.removeFirst()
        }
        return true
    }

    private static func takeExtensions(_ subtags: inout ArraySlice<Substring>) -> Bool {
        var seen: Set<String> = []
        while let next = subtags.first, next.utf8.count == 1, !isSingleton(next, "x") {
            guard seen.insert(next.lowercased()).inserted else { return false }
            subtags.removeFirst()
            guard let first = subtags.first, first.utf8.count >= 2 else { return false }
            while let part = subtags.first, part.utf8.count >= 2 { subtags.removeFirst() }
        }
        return true
    }

    private static func takePrivateUse(_ subtags: inout ArraySlice<Substring>) -> Bool {
        guard isSingleton(subtags.first, "x") else { return true }
        guard subtags.count > 1 else { return false }
        subtags.removeAll()
        return true
    }

    private static func isRegion(_ subtag: Substring) -> Bool {
        subtag.utf8.count == 2 && isLetters(subtag) || subtag.utf8.count == 3 && subtag.utf8.allSatisfy(isDigit)
    }

    private static func isVariant(_ subtag: Substring) -> Bool {
        subtag.utf8.count >= 5 || subtag.utf8.count == 4 && subtag.utf8.first.map(isDigit) == true
    }

    private static func isSingleton(_ subtag: Substring?, _ letter: String) -> Bool {
        subtag?.lowercased() == letter
    }

    private static func isLetters(_ subtag: Substring) -> Bool {
        subtag.utf8.allSatisfy { ($0 | 0x20) &- UInt8(ascii: "a") < 26 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") <= 9 }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }
}
