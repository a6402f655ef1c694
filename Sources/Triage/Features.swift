/// What the classifiers see of a message: its words, pairs of words and pieces of words, each as the number of a bucket.
///
/// The hash is part of the model's format: a change makes every stored model and correction meaningless.
struct Features {
    /// The exponent of the number of buckets.
    static let bits: UInt32 = 14
    /// How many buckets there are.
    static let bucketCount = 1 << Int(bits)

    /// A bucket for each feature, in the order of the words.
    private(set) var buckets: [UInt16] = []
    /// The term that each feature belongs to: 2 × word, or 2 × word + 1 for the pair that ends with the word.
    private(set) var terms: [Int32] = []

    init(of text: MessageText) {
        let capacity = text.folded.count * 2 + text.words.count * 4
        buckets.reserveCapacity(capacity)
        terms.reserveCapacity(capacity)
        var previous = FeatureHash.start(.pair)
        for (index, word) in text.words.enumerated() {
            let whole = FeatureHash.of(text.folded, word.range, .word)
            // A word counts twice, or its many pieces would drown it.
            add(whole, term: 2 * index)
            add(whole, term: 2 * index)
            add(FeatureHash.joined(previous, whole), term: 2 * index + 1)
            if word.kind == .letters, word.range.count > 2 { addPieces(of: word, in: text, term: 2 * index) }
            previous = whole
        }
    }

    /// What a single feature is worth, so that long and short messages weigh the same.
    var unit: Double {
        1 / Double(max(buckets.count, 1)).squareRoot()
    }

    /// Adds the pieces of three and four characters of the word with its borders.
    private mutating func addPieces(of word: MessageText.Word, in text: MessageText, term: Int) {
        let border: UInt32 = 0x20
        let start = word.range.lowerBound
        var (first, second, third) = (border, text.folded[start], text.folded[start + 1])
        var next = start + 2
        while true {
            let three = FeatureHash.piece(first, second, third)
            add(three, term: term)
            guard next <= word.range.upperBound else { return }
            let fourth = next < word.range.upperBound ? text.folded[next] : border
            add(FeatureHash.extended(three, fourth), term: term)
            (first, second, third) = (second, third, fourth)
            next += 1
        }
    }

    private mutating func add(_ hash: UInt32, term: Int) {
        buckets.append(FeatureHash.bucket(hash, bits: Self.bits))
        terms.append(Int32(truncatingIfNeeded: term))
    }
}
