/// A value of a filter by which nothing is known.
package struct UnknownValue: Error, Sendable, Hashable {
    /// So many of those that there are stand in the sentence.
    private static let limit = 30

    package let dimension: Dimension
    package let value: String
    /// What there is, in order.
    package let known: [String]

    /// A value of that dimension, where these are known.
    package init(_ dimension: Dimension, _ value: String, known: some Sequence<String>) {
        self.dimension = dimension
        self.value = value
        self.known = known.sorted()
    }

    /// What the one who asked is told.
    package var sentence: String {
        let word = dimension.rawValue
        let asked = value.count > 80 ? value.prefix(80) + "…" : value[...]
        guard let last = known.last else { return "there is no \(word) “\(asked)”, nor any other yet" }
        let some = known.prefix(Self.limit)
        let all =
            known.count > Self.limit
            ? "\(some.joined(separator: ", ")) and \(known.count - Self.limit) more"
            : known.count == 1 ? last : "\(known.dropLast().joined(separator: ", ")) and \(last)"
        return "there is no \(word) “\(asked)”; there \(known.count == 1 ? "is" : "are") \(all)"
    }
}
