/// The pieces of one to four letters of a text's words, borders included, by the number of their bucket.
struct LanguagePieces {
    private(set) var buckets: [UInt16] = []
    private(set) var letterCount = 0

    init(of text: MessageText) {
        buckets.reserveCapacity(min(text.lower.count, LanguageProfiles.limit) * 4)
        for word in text.words where word.kind == .letters {
            guard letterCount < LanguageProfiles.limit else { break }
            letterCount += word.range.count
            add(text.lower, word.range)
        }
    }

    private mutating func add(_ letters: [UInt32], _ range: Range<Int>) {
        let border: UInt32 = 0x20
        for start in range.lowerBound - 1...range.upperBound {
            var hash = FeatureHash.start(.piece)
            // A border alone says nothing, so pieces that begin with one have at least two characters.
            for end in start..<min(start + 4, range.upperBound + 1) {
                let isBorder = end < range.lowerBound || end >= range.upperBound
                hash = FeatureHash.extended(hash, isBorder ? border : letters[end])
                if end > start || !isBorder {
                    buckets.append(FeatureHash.bucket(hash, bits: LanguageProfiles.bits))
                }
            }
        }
    }
}
