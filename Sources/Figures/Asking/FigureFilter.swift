/// What figures can be told apart by.
package enum Dimension: String, Sendable, Hashable, CaseIterable {
    case team, channel, category, admin, language, campaign

    /// What people call it.
    package var title: String {
        switch self {
        case .team: "Team"
        case .channel: "Channel"
        case .category: "Category"
        case .admin: "Admin"
        case .language: "Language"
        case .campaign: "Campaign"
        }
    }
}

/// Which part of all that happened figures are taken of; everything where nothing is set.
package struct FigureFilter: Sendable, Hashable {
    /// The value that each dimension must have.
    package var values: [Dimension: String] = [:]

    /// Everything, or the part with those values.
    package init(_ values: [Dimension: String] = [:]) { self.values = values }

    package subscript(dimension: Dimension) -> String? {
        get { values[dimension] }
        set { values[dimension] = newValue }
    }

    /// The set values in the order of the dimensions.
    package var list: [(dimension: Dimension, value: String)] {
        Dimension.allCases.compactMap { dimension in values[dimension].map { (dimension, $0) } }
    }
}
