package import Figures

/// What a thing is told apart by; empty where it is not known.
package struct Traits: Sendable, Hashable {
    package var team = ""
    package var channel = ""
    package var category = ""
    package var admin = ""
    package var language = ""
    package var campaign = ""

    /// Nothing known.
    package init() {}

    package subscript(dimension: Dimension) -> String {
        switch dimension {
        case .team: team
        case .channel: channel
        case .category: category
        case .admin: admin
        case .language: language
        case .campaign: campaign
        }
    }

    /// The same, of that admin.
    package func by(_ admin: String) -> Traits {
        var traits = self
        traits.admin = admin
        return traits
    }

    /// Whether it belongs to the part that a filter names.
    package func match(_ filter: FigureFilter) -> Bool {
        filter.values.allSatisfy { self[$0.key] == $0.value }
    }
}
