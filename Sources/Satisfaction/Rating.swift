/// What a user gave, as a value on a scale.
package struct Rating: Sendable, Hashable {
    /// The greatest rating that can be given.
    package enum Scale: Int, Sendable, Hashable, CaseIterable {
        case five = 5
        case ten = 10

        /// The ratings that can be given.
        package var values: ClosedRange<Int> { 1...rawValue }
    }

    /// How a rating counts.
    package enum Band: String, Sendable, Hashable, CaseIterable {
        case positive, neutral, negative
    }

    /// What was given, as it was given.
    package let value: Int
    /// The scale that it was given on.
    package let scale: Scale

    /// A rating; nil for a value that the scale does not have.
    package init?(_ value: Int, on scale: Scale) {
        guard scale.values.contains(value) else { return nil }
        self.value = value
        self.scale = scale
    }

    /// The same in stars, 1 to 5: two ratings of the scale to ten make one star.
    package var stars: Int {
        switch scale {
        case .five: value
        case .ten: (value + 1) / 2
        }
    }

    /// How it counts: positive are 4 and 5 of five and 7 to 10 of ten, neutral 3 of five and 5 and 6 of ten.
    package var band: Band {
        switch stars {
        case 4...: .positive
        case 3: .neutral
        default: .negative
        }
    }
}
