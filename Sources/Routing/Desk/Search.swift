import Contract

/// A case's search for an admin: what it needs, and for how long it has gone on.
struct Search: Sendable, Equatable {
    let needs: Needs
    /// When the search began; it widens from then.
    let since: Instant
    /// Who may not have the case, because they decided what is appealed against.
    var excluded: Set<AdminID> = []
    /// Who let it run out last, and is not asked again until the search is widest.
    var timedOut: AdminID?
    /// Who had it before, and is asked first.
    var former: AdminID?
}

/// How well an admin suits a case.
struct Fit: Sendable, Equatable {
    /// What an admin offers of the language and region that a case needs, best first.
    enum Level: Int, Sendable, Comparable {
        case languageAndRegion, unsaid, language, any

        static func < (left: Level, right: Level) -> Bool { left.rawValue < right.rawValue }

        /// Whether the admin has said to speak the language.
        var hasLanguage: Bool { self == .languageAndRegion || self == .language }

        /// The level as history says it.
        var name: String {
            switch self {
            case .languageAndRegion: "language_and_region"
            case .unsaid: "unsaid"
            case .language: "language"
            case .any: "any"
            }
        }
    }

    let level: Level
    /// How long the case must have waited before the admin may have it.
    let from: Duration

    /// How the admin suits the search; nil when waiting does not help.
    init?(_ admin: Admin, _ search: Search, _ rules: RoutingRules) {
        let needs = search.needs
        if let skill = needs.skill, !admin.skills.contains(skill) { return nil }
        if let team = needs.team, admin.team != team { return nil }
        if search.excluded.contains(admin.id) { return nil }

        let speaks = needs.language.map(admin.speaks) ?? true
        let covers = needs.region.map { admin.regions.isEmpty || admin.regions.contains($0) } ?? true
        var from = Duration.zero
        if needs.senior, !admin.isSenior { from = max(from, rules.widenSeniorAfter) }
        if search.timedOut == admin.id { from = max(from, rules.widenLanguageAfter) }
        switch (speaks, admin.languages.isEmpty, covers) {
        case (true, _, true): level = .languageAndRegion
        case (true, _, false):
            level = .language
            from = max(from, rules.widenRegionAfter)
        case (false, true, true): level = .unsaid
        case (false, true, false):
            level = .unsaid
            from = max(from, rules.widenRegionAfter)
        case (false, false, _):
            level = .any
            from = max(from, rules.widenLanguageAfter)
        }
        self.from = from
    }
}

extension Admin {
    /// Whether the admin has said to speak the language; a wider tag covers a narrower one and the other way round.
    fileprivate func speaks(_ language: String) -> Bool {
        languages.contains { own in
            own == language || own.hasPrefix(language + "-") || language.hasPrefix(own + "-")
        }
    }
}

extension Set where Element == AdminID {
    /// Admins whose ids are separated by spaces, which no id contains.
    init(admins text: String?) {
        self = Set(text?.split(separator: " ").map { AdminID(String($0)) } ?? [])
    }
}
