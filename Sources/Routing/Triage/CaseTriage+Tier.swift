import Contract
import Policy

extension CaseTriage {
    /// A tier, and what decided it.
    struct TierFinding: Equatable {
        let tier: Tier
        let by: String
    }

    /// The tier of a new case.
    func decideTier(_ finding: inout TriageFinding, _ opening: Opening, _ rule: TriageRule?, _ profile: CaseProfile) {
        let said = opening.tier.flatMap { Tier(rawValue: $0) }
        if said == nil { finding.unknownTier = opening.tier }
        finding.heardRules = heardRules(profile)
        let given = [
            said.map { TierFinding(tier: $0, by: Decider.publisher) },
            rule.flatMap { rule in rule.tier.map { TierFinding(tier: $0, by: Decider.rule(rule.name)) } },
        ]
        let found = tier(of: profile, heard: finding.heardRules, given.compactMap(\.self))
        finding.tier = found.tier.rawValue
        finding.tierBy = found.by
    }

    /// The tier that the rules give a stored case, whose user has waited for so long; what its opening gave it holds on.
    func tier(of current: Case, waiting: Duration?) -> TierFinding {
        var given: [TierFinding] = []
        if let by = current.notes.tierBy, let tier = current.tier.flatMap({ Tier(rawValue: $0) }), isGiven(tier, by) {
            given = [TierFinding(tier: tier, by: by)]
        }
        return tier(of: profile(of: current, waiting: waiting), heard: current.heardRules, given)
    }

    /// Whether the tier was given at the opening, by whatever the category or waiting cannot change.
    private func isGiven(_ tier: Tier, _ by: String) -> Bool {
        by == Decider.publisher || by == Decider.ladder
            || document.triage.rules.contains { Decider.rule($0.name) == by && $0.tier == tier }
    }

    /// How long the user of a stored case must wait for the first rule that could raise its tier; nil if none could.
    func nextWait(of current: Case) -> Duration? {
        let present = current.tier.flatMap { Tier(rawValue: $0) } ?? document.tiers.standard
        var waits: [Duration] = []
        for tier in Tier.allCases where tier < present {
            for rule in document.tiers.rules[tier] ?? [] {
                guard let over = rule.condition.waitingOver else { continue }
                if holds(rule, in: tier, profile(of: current, waiting: over), heard: current.heardRules) {
                    waits.append(over)
                }
            }
        }
        return waits.min()
    }

    /// The most urgent of what was given and of the rules that hold, else the category's, else the standard one.
    private func tier(of profile: CaseProfile, heard: [String], _ given: [TierFinding]) -> TierFinding {
        var found = given.min { $0.tier < $1.tier }
        for tier in Tier.allCases where found.map({ tier < $0.tier }) ?? true {
            if let rule = document.tiers.rules[tier]?.first(where: { holds($0, in: tier, profile, heard: heard) }) {
                found = TierFinding(tier: tier, by: Decider.rule(rule.name))
                break
            }
        }
        if let found { return found }
        if let tier = profile.category.flatMap({ document.categories[$0]?.tier }) {
            return TierFinding(tier: tier, by: Decider.category)
        }
        return TierFinding(tier: document.tiers.standard, by: Decider.standard)
    }

    /// Whether the rule holds; its words by what was heard in the message when the case was opened.
    private func holds(_ rule: TierRule, in tier: Tier, _ profile: CaseProfile, heard: [String]) -> Bool {
        var condition = rule.condition
        if !condition.words.isEmpty {
            guard heard.contains(Self.key(of: rule, in: tier)) else { return false }
            condition.words = Localized()
        }
        return document.meets(condition, by: profile)
    }

    /// The rules with words that stand in the message.
    private func heardRules(_ profile: CaseProfile) -> [String] {
        Tier.allCases.flatMap { tier in
            (document.tiers.rules[tier] ?? []).filter { profile.says($0.condition.words) }
                .map { Self.key(of: $0, in: tier) }
        }
    }

    private static func key(of rule: TierRule, in tier: Tier) -> String { "\(tier.rawValue).\(rule.name)" }

    private func profile(of current: Case, waiting: Duration?) -> CaseProfile {
        CaseProfile(
            kind: CaseKind(rawValue: current.kind) ?? .conversation,
            category: current.category.map { Name($0) },
            channel: current.notes.channel.flatMap { Channel(rawValue: $0) },
            language: current.language.flatMap { Language($0) },
            waiting: waiting,
            isVerified: current.notes.isVerified
        )
    }
}

extension Case {
    /// The tier rules whose words stood in the opening message.
    fileprivate var heardRules: [String] {
        notes.heardRules?.split(separator: " ").map(String.init) ?? []
    }
}
