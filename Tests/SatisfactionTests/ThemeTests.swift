import Satisfaction
import Testing

/// What people say again and again, in English and French.
@Suite struct ThemeTests {
    private static let slow = [
        "The refund took far too long", "Still waiting, my refund took too long!", "Refunds took too long again",
        "It was fine but the refund took too long.",
    ]
    private static let others = ["Nobody called me back", "I could not open the form", "The form would not open"]

    private func complaints(_ texts: [String], _ category: String = "refund") -> [Remark] {
        texts.map { Remark($0, .complaint, category: category) }
    }

    @Test func `a phrase that enough people use is a theme, once`() throws {
        let themes = ThemeFinder().themes(of: complaints(Self.slow + Self.others))
        #expect(themes.count == 1)
        let theme = try #require(themes.first)
        #expect(theme.phrase == "refund took too long")
        #expect(theme.count == 3)
        #expect(abs(theme.share - 3.0 / 7) < 0.0001)
        #expect(theme.trend == .new)
        #expect(theme.quotes.first == "Refunds took too long again")
    }

    @Test func `what one person says again and again is no theme`() throws {
        let texts = Self.slow + Self.others
        func themes(by users: [String]) -> [Theme] {
            ThemeFinder().themes(of: zip(texts, users).map { Remark($0, .complaint, category: "refund", by: $1) })
        }
        #expect(themes(by: ["a", "a", "a", "a", "b", "c", "d"]).isEmpty)
        let theme = try #require(themes(by: ["a", "b", "c", "c", "d", "e", "f"]).first)
        #expect(theme.count == 3)
        #expect(abs(theme.share - 3.0 / 6) < 0.0001)
    }

    @Test func `what a category's people say is not mixed with another's, nor praise with complaints`() {
        let comments =
            complaints(Array(Self.slow.prefix(2)), "refund") + complaints(Array(Self.slow.suffix(2)), "payment")
            + Self.slow.prefix(2).map { Remark($0, .praise, category: "refund") }
        #expect(ThemeFinder().themes(of: comments).isEmpty)
        var rules = ThemeRules()
        rules.minimum = 2
        let groups = ThemeFinder(rules).themes(of: comments).map { "\($0.category) \($0.sort)" }
        #expect(Set(groups) == ["refund complaint", "payment complaint", "refund praise"])
    }

    @Test func `accents, capitals and plurals do not part what is the same`() throws {
        let texts = ["Délais trop longs", "les délais trop longs !", "DELAI TROP LONG", "Rien à dire"]
        let theme = try #require(ThemeFinder().themes(of: complaints(texts)).first)
        #expect(theme.phrase == "délais trop longs")
        #expect(theme.count == 3)
    }

    @Test(arguments: [
        (1, Theme.Trend.rising), (20, .falling), (8, .steady), (0, .new),
    ])
    func `the trend is told from chance`(before: Int, trend: Theme.Trend) throws {
        let now = (0..<8).map { _ in "the upload failed" } + (0..<12).map { "remark number\($0)" }
        let earlier = (0..<before).map { _ in "upload failed" } + (0..<(20 - before)).map { "other thing\($0)" }
        let theme = try #require(
            ThemeFinder().themes(of: complaints(now), before: complaints(earlier)).first
        )
        #expect(theme.phrase == "upload failed")
        #expect(theme.countBefore == before)
        #expect(theme.trend == trend)
    }

    @Test func `the order of the remarks does not matter`() {
        var texts = Self.slow + Self.others + (0..<20).map { "the app crashed \($0 % 2 == 0 ? "today" : "on upload")" }
        let expected = ThemeFinder().themes(of: complaints(texts))
        for _ in 0..<10 {
            texts.shuffle()
            #expect(ThemeFinder().themes(of: complaints(texts)) == expected)
        }
        #expect(!expected.isEmpty)
    }

    @Test(arguments: [
        ("Write to jane.doe@mail.co.za please", "Write to [e-mail] please"),
        ("call +27 (0)82 123-4567 now", "call [number] now"),
        ("see https://saypro.online/ad/42?x=1 and www.other.com", "see [link] and [link]"),
        ("thanks @jane_d!", "thanks [name]!"),
        ("Mr Tshabalala was rude, Mme. Éloïse Dupont too", "Mr [name] was rude, Mme. [name] too"),
        ("my ID is AB1234567", "my ID is [number]"),
        ("Thandi helped; thandi again", "[name] helped; [name] again"),
        ("in 2026 it took 3 days", "in 2026 it took 3 days"),
    ])
    func `personal data is taken out of quotes`(text: String, masked: String) {
        #expect(PersonalData.mask(text, names: ["Thandi Nkosi"]) == masked)
    }

    @Test func `an answer's comment is praise or complaint by its rating`() {
        let sorts = [Rating.Band.positive, .neutral, .negative, nil].map { band in
            Remark.all(comment: "c", suggestion: "s", band: band, category: nil, by: nil).map(\.sort)
        }
        #expect(
            sorts == [
                [.praise, .suggestion], [.complaint, .suggestion], [.complaint, .suggestion],
                [.complaint, .suggestion],
            ]
        )
        #expect(Remark.all(comment: "", suggestion: nil, band: .positive, category: "x", by: nil).isEmpty)
    }
}
