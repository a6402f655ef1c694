/// Brings the learned opinion on a message's wording and the rules' findings together in one score.
struct SpamScreen {
    /// Beyond this many digits in a row of numbers somebody gives a phone number.
    private static let phoneDigits = 9...15
    private static let phoneWeight = 0.5
    private static let linkWeight = 0.8
    private static let fraudWordWeight = 1.5
    private static let shoutingWeight = 0.5
    /// What the wording may take or add: never so much off that it silences what the rules found.
    private static let wordingRange = -2.5...5.0
    /// Fewer words than this have no wording to speak of, and are taken for honest.
    private static let wordsNeeded = 6

    let text: MessageText
    private var found: [SpamScore.Reason] = []

    init(_ text: MessageText, raw: String, _ terms: SpamTerms = .none) {
        self.text = text
        let known = addPhrases()
        addFraudWords(terms, besides: known)
        addPhoneNumber()
        addLinks(raw, terms)
        if Self.isShouted(raw) { add(.shouting, Self.shoutingWeight, []) }
    }

    /// The score, with the learned opinion on the wording (log odds) and the words that it rests on.
    func score(wording: Double, words: [String]) -> SpamScore {
        let evidence = Double(min(text.words.count, Self.wordsNeeded)) / Double(Self.wordsNeeded)
        let opinion = wording * evidence + Self.wordingRange.lowerBound * (1 - evidence)
        let bounded = min(max(opinion, Self.wordingRange.lowerBound), Self.wordingRange.upperBound)
        var reasons = found
        reasons.append(SpamScore.Reason(code: .wording, weight: bounded, words: words))
        reasons = reasons.enumerated().sorted { first, second in
            (-abs(first.element.weight), first.offset) < (-abs(second.element.weight), second.offset)
        }.map(\.element)
        return SpamScore(score: Exponential.logistic(reasons.reduce(0) { $0 + $1.weight }), reasons: reasons)
    }

    /// Adds what the rules find, and returns the words that they found it in.
    private mutating func addPhrases() -> Set<Int> {
        let findings = PhraseIndex.spam.findings(in: text)
        guard !findings.isEmpty else { return [] }
        for (index, rule) in SpamRules.rules.enumerated() {
            let mine = findings.filter { $0.rule == index }
            guard !mine.isEmpty else { continue }
            add(rule.sign, mine.count > 1 ? rule.weight * 1.5 : rule.weight, mine.map { shown($0.words) })
        }
        return Set(findings.flatMap(\.words))
    }

    /// Adds the office's own words of fraud; what a rule has found already counts once.
    private mutating func addFraudWords(_ terms: SpamTerms, besides known: Set<Int>) {
        let mine = terms.fraudWords.findings(in: text).filter { known.isDisjoint(with: $0.words) }
        guard !mine.isEmpty else { return }
        let weight = mine.count > 1 ? Self.fraudWordWeight * 1.5 : Self.fraudWordWeight
        add(.fraudWord, weight, mine.map { shown($0.words) })
    }

    private mutating func addPhoneNumber() {
        var (count, start) = (0, 0)
        for (index, word) in text.words.enumerated() {
            guard word.kind == .digits else {
                count = 0
                continue
            }
            if count == 0 { start = index }
            count += word.range.count
            if Self.phoneDigits.contains(count), !hasDigits(after: index) {
                return add(.contactHarvesting, Self.phoneWeight, [shown(start..<index + 1)])
            }
        }
    }

    private func hasDigits(after index: Int) -> Bool {
        index + 1 < text.words.count && text.words[index + 1].kind == .digits
    }

    private mutating func addLinks(_ raw: String, _ terms: SpamTerms) {
        let links = text.words.count { isLink($0) }
        if links > 1, links - terms.ownLinks(in: raw) > 1 { add(.manyLinks, Self.linkWeight, []) }
    }

    private func isLink(_ word: MessageText.Word) -> Bool {
        let letters = text.folded[word.range]
        return letters.elementsEqual(Self.http) || letters.elementsEqual(Self.https)
    }

    private static let http = "http".unicodeScalars.map(\.value)
    private static let https = "https".unicodeScalars.map(\.value)

    private mutating func add(_ sign: SpamSign, _ weight: Double, _ words: [String]) {
        guard let known = found.firstIndex(where: { $0.code == sign }) else {
            return found.append(SpamScore.Reason(code: sign, weight: weight, words: words))
        }
        let sum = found[known].weight + weight
        found[known] = SpamScore.Reason(code: sign, weight: sum, words: found[known].words + words)
    }

    private func shown(_ words: Range<Int>) -> String {
        words.map { text.shown(text.words[$0]) }.joined(separator: " ")
    }

    /// Whether most letters of more than a few words are capitals.
    private static func isShouted(_ raw: String) -> Bool {
        var (capitals, letters) = (0, 0)
        for byte in raw.utf8.prefix(MessageText.headLimit) where byte & 0xDF &- 0x41 < 26 {
            letters += 1
            if byte & 0x20 == 0 { capitals += 1 }
        }
        return letters >= 24 && capitals * 10 > letters * 7
    }
}
