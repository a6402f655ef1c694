extension Document {
    /// Whether the case is one that the condition is for: each part that the condition names must hold.
    ///
    /// A category holds for those below it in the tree as well, a language for its more special forms. What is not known
    /// of the case does not hold.
    package func meets(_ condition: CaseCondition, by profile: CaseProfile) -> Bool {
        holds(condition.kinds, profile.kind)
            && holds(condition.tiers, profile.tier)
            && holds(condition.teams, profile.team)
            && holds(condition.channels, profile.channel)
            && holds(condition.sources, profile.source)
            && (condition.verified == nil || condition.verified == profile.isVerified)
            && isAmong(condition.languages, profile.language)
            && isWithin(condition.categories, profile.category)
            && hasWaited(condition.waitingOver, profile.waiting)
            && (condition.words.isEmpty || profile.says(condition.words))
    }

    private func holds<Value>(_ wanted: Set<Value>, _ value: Value?) -> Bool {
        wanted.isEmpty || value.map(wanted.contains) ?? false
    }

    private func isAmong(_ wanted: Set<Language>, _ language: Language?) -> Bool {
        wanted.isEmpty || language.map { $0.ranges.contains(where: wanted.contains) } ?? false
    }

    private func isWithin(_ wanted: Set<Name<Category>>, _ category: Name<Category>?) -> Bool {
        wanted.isEmpty || category.map { name in wanted.contains { categories.isWithin(name, $0) } } ?? false
    }

    private func hasWaited(_ wanted: Duration?, _ waiting: Duration?) -> Bool {
        guard let wanted else { return true }
        return waiting.map { $0 >= wanted } ?? false
    }
}
