/// Something that several people say.
package struct Theme: Sendable, Hashable {
    /// How it went since the period before.
    package enum Trend: String, Sendable, Hashable, CaseIterable {
        case new, rising, steady, falling
    }

    /// The words that they have in common, as most of them write them.
    package let phrase: String
    /// What sort of remarks they are.
    package let sort: Remark.Sort
    /// The category of the cases; empty for none.
    package let category: String
    /// How many remarks say it.
    package let count: Int
    /// The share of the group's remarks that say it, from 0 to 1.
    package let share: Double
    /// How many said it in the period before.
    package let countBefore: Int
    /// The share that said it in the period before; nil where nobody had said anything.
    package let shareBefore: Double?
    /// How that went.
    package let trend: Trend
    /// What it is ranked by.
    package let weight: Double
    /// Remarks that say it, without personal data, the shortest first.
    package let quotes: [String]
}

/// How themes are found.
package struct ThemeRules: Sendable, Hashable {
    /// How many remarks of a category must say the same.
    package var minimum = 3
    /// How many themes a category has at most, of each sort.
    package var limit = 10
    /// How many remarks are quoted for each.
    package var quotes = 2
    /// How long a quote is at most, in characters.
    package var quoteLength = 160

    /// The values above.
    package init() {}
}
