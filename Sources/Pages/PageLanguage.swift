/// The languages that the pages for users are written in.
package enum PageLanguage: String, Sendable, CaseIterable {
    case english = "en"
    case french = "fr"

    /// The first of these languages, each a BCP 47 tag or nothing, that there are words in; English if there is none.
    package init(firstOf tags: [String?]) {
        let spoken = tags.lazy.compactMap { tag in
            tag.flatMap { PageLanguage(rawValue: $0.prefix { $0.isLetter }.lowercased()) }
        }
        self = spoken.first ?? .english
    }

    /// What it is called by those who speak it.
    package var name: String {
        switch self {
        case .english: "English"
        case .french: "Français"
        }
    }

    /// A way to the page at the link in the other language.
    package func otherwise(at link: Link) -> HTML {
        let others = Self.allCases.filter { $0 != self }.map { other -> HTML in
            let tag = other.rawValue
            return "<p><a href=\"\(link.with("lang", tag))\" lang=\"\(tag)\" hreflang=\"\(tag)\">\(other.name)</a></p>"
        }
        return others.joined()
    }
}
