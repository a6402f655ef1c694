/// How often each language uses each piece of one to four letters, and what a text's pieces say about its language.
struct LanguageProfiles: Sendable, Hashable {
    /// The exponent of the number of buckets.
    static let bits: UInt32 = 13
    static let bucketCount = 1 << Int(bits)
    /// How many parts a bit of surprise has in the table.
    static let partsPerBit = 16.0
    /// What is taken from a surprise, in parts, so that it fits a byte with a sign.
    static let offset = 128.0
    /// A text needs this many letters before a guess is sure.
    static let lettersNeeded = 10
    /// A guess is sure from this confidence on.
    static let confidenceNeeded = 0.95
    /// How many characters are looked at; more make no guess better.
    static let limit = 240

    let languages: [String]
    /// The surprise of each bucket in each language, less `offset`: a row for each bucket, a column for each language.
    let surprises: ByteTable
    /// What the difference in surprise is divided by: pieces of a word are not independent.
    let temperature: Float
    /// The mean surprise, in bits, above which a text is not like the language at all.
    let strange: Float

    /// The language whose profile fits best.
    func guess(_ text: MessageText) -> LanguageGuess {
        let pieces = LanguagePieces(of: text)
        guard !pieces.buckets.isEmpty, !languages.isEmpty else { return .none }
        let sums = surprises.sum(of: pieces.buckets)
        let shares = probabilities(sums)
        guard let best = shares.indices.max(by: { shares[$0] < shares[$1] }) else { return .none }
        let mean = Self.meanBits(sums[best], pieces.buckets.count)
        let isSound = pieces.letterCount >= Self.lettersNeeded && mean <= Double(strange)
        return LanguageGuess(
            language: languages[best],
            confidence: shares[best],
            isSound: isSound,
            isSure: isSound && shares[best] >= Self.confidenceNeeded
        )
    }

    /// The mean surprise, in bits, of so many pieces.
    static func meanBits(_ sum: Int32, _ count: Int) -> Double {
        (Double(sum) / Double(count) + offset) / partsPerBit
    }

    private func probabilities(_ sums: [Int32]) -> [Double] {
        Exponential.softmax(sums.map { -Double($0) / Self.partsPerBit }, temperature: Double(temperature))
    }
}
