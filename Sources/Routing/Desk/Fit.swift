import Contract

/// How well an admin suits a case.
///
/// This is the one place that says who goes before whom, and who is asked when. At once the case is for an admin who
/// lacks nothing; the others follow as the search widens:
///
/// | lacks | may have the case |
/// |---|---|
/// | the skills, the language, or the time of the last try | when the search is widest, `anyone` |
/// | the team | at once where nobody of it is there who could take it, else after `team` |
/// | the region | after `language` |
/// | a word about languages, seniority | at once |
///
/// Of those who may have it, who lacks a thing goes behind all who lack only lesser things, in the order of ``Lacks``.
/// And somebody with the language who only waits for team or region goes before anybody without it.
struct Fit: Sendable, Equatable, Comparable {
    let lacks: Lacks
    /// How long the case must have waited, as long as it waits for its team and region.
    let from: Duration
    /// The same without that courtesy.
    let soonest: Duration
    /// What the admin is waited for longest for, as a queued case says it.
    let reason: String

    /// How the admin suits the search; nil when waiting does not help.
    init?(_ admin: Admin, _ search: Search, _ widening: Widening, teamIsThere: Bool) {
        let needs = search.needs
        if search.excluded.contains(admin.id) { return nil }
        let isOfTeam = needs.team.map { $0.name == admin.team } ?? true
        if !isOfTeam, needs.team?.claim == .named { return nil }

        var lacks = Lacks()
        if let language = needs.language, !admin.speaks(language) {
            lacks.insert(admin.languages.isEmpty ? .knownLanguage : .language)
        }
        let takesAll = isOfTeam && needs.team.map { $0.claim != .usual } ?? false
        if !takesAll, !needs.skills.isSubset(of: admin.skills) { lacks.insert(.skill) }
        if !isOfTeam { lacks.insert(.team) }
        if let region = needs.region, !admin.regions.isEmpty, !admin.regions.contains(region) { lacks.insert(.region) }
        if needs.senior, !admin.isSenior { lacks.insert(.seniority) }
        self.lacks = lacks

        let hasTimedOut = search.timedOut == admin.id
        let waitsForTeam = lacks.contains(.team) && teamIsThere
        soonest = hasTimedOut || !lacks.isDisjoint(with: [.language, .skill]) ? widening.anyone : .zero
        from = max(
            soonest,
            waitsForTeam ? widening.team : .zero,
            lacks.contains(.region) ? widening.region : .zero
        )
        if hasTimedOut {
            reason = QueueReason.onlyExcluded
        } else if lacks.contains(.language) {
            reason = QueueReason.noneWithLanguage
        } else if lacks.contains(.skill) {
            reason = QueueReason.noneWithSkill
        } else {
            reason = waitsForTeam ? QueueReason.noneOfTeam : QueueReason.noneInRegion
        }
    }

    /// Whether the admin has the language that the case needs, if it needs one.
    var hasLanguage: Bool { lacks.isDisjoint(with: [.language, .knownLanguage]) }

    /// Whether the admin only needs a place free to have the case at once.
    var isComplete: Bool { lacks.isSubset(of: [.knownLanguage, .seniority]) && from == .zero }

    /// What the admin offers of language and region, as history says it.
    var match: String {
        if lacks.contains(.knownLanguage) { return "unsaid" }
        if !lacks.isDisjoint(with: [.language, .skill]) { return "any" }
        return lacks.contains(.region) ? "language" : "language_and_region"
    }

    static func < (one: Fit, other: Fit) -> Bool { one.lacks.rawValue < other.lacks.rawValue }
}

/// What an admin lacks of what a case needs; the value is greater the worse the admin suits.
struct Lacks: OptionSet, Sendable, Hashable {
    let rawValue: UInt8

    static let language = Lacks(rawValue: 1 << 5)
    /// The directory does not say what the admin speaks.
    static let knownLanguage = Lacks(rawValue: 1 << 4)
    static let skill = Lacks(rawValue: 1 << 3)
    static let team = Lacks(rawValue: 1 << 2)
    static let region = Lacks(rawValue: 1 << 1)
    static let seniority = Lacks(rawValue: 1 << 0)

    /// What is lacking as history says it, the gravest first; nil for nothing.
    var names: String? {
        let all: [(Lacks, String)] = [
            (.language, "language"), (.skill, "skill"), (.team, "team"), (.region, "region"), (.seniority, "seniority"),
        ]
        let names = all.compactMap { contains($0.0) ? $0.1 : nil }
        return names.isEmpty ? nil : names.joined(separator: ",")
    }
}

extension Admin {
    /// Whether the admin has said to speak the language; a wider tag covers a narrower one and the other way round.
    fileprivate func speaks(_ language: String) -> Bool {
        languages.contains { $0.isRange(of: language) || language.isRange(of: $0) }
    }
}

extension String {
    /// Whether it is the language of the tag or a wider one.
    fileprivate func isRange(of tag: String) -> Bool {
        guard utf8.count < tag.utf8.count else { return self == tag }
        return tag.utf8.starts(with: utf8) && tag.utf8.dropFirst(utf8.count).first == UInt8(ascii: "-")
    }
}
