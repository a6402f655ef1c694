/// Reads `categories`: each under its parent, with what it has from its parent filled in.
enum CategoriesReader {
    /// What a category says itself.
    private struct Draft {
        var category: Category
        var reportRow: String?
        var skills: Set<String>?
        var place: Place
    }

    static func read(_ entry: Entry, _ faults: inout FaultList) -> CategoryTree? {
        var drafts: [Name<Category>: Draft] = [:]
        let categories = entry.declarations(&faults) { name, entry, faults -> Category? in
            let draft = draft(name, entry, &faults)
            drafts[name] = draft
            return draft?.category
        }
        guard let categories else { return nil }
        var kinds: [CaseKind: Name<Category>] = [:]
        for (name, entry, category) in categories {
            for kind in category.kinds.sorted(by: { $0.rawValue < $1.rawValue }) {
                if let other = kinds[kind] {
                    faults.add("\(kind.rawValue) is a kind of \(other) already", at: entry.place)
                }
                kinds[kind] = name
            }
            if isItsOwnAncestor(name, drafts) {
                faults.add("a category cannot stand below itself", at: entry.place)
                drafts[name]?.category.parent = nil
            }
        }
        return CategoryTree(drafts.keys.reduce(into: [:]) { tree, name in tree[name] = filled(name, drafts) })
    }

    private static func draft(_ name: Name<Category>, _ entry: Entry, _ faults: inout FaultList) -> Draft? {
        guard var members = Members(entry, like: "{ title: Refunds, report: refunds }", &faults) else { return nil }
        var draft = Draft(category: Category(name: name), place: entry.place)
        members.read("title", into: &draft.category.title, &faults) { $0.title(&$1) }
        members.read("parent", into: &draft.category.parent, &faults) { $0.reference(&$1) }
        members.read("report", into: &draft.reportRow, &faults) { $0.label(&$1) }
        members.read("keywords", into: &draft.category.keywords, &faults) { $0.wordsByLanguage(&$1) }
        members.read("team", into: &draft.category.team, &faults) { $0.reference(&$1) }
        members.read("tier", into: &draft.category.tier, &faults) { $0.word(&$1) }
        members.read("skills", into: &draft.skills, &faults) { $0.labels(&$1).map { Set($0) } }
        members.read("kinds", into: &draft.category.kinds, &faults) { $0.words(&$1).map { Set($0) } }
        members.close(&faults)
        return draft
    }

    private static func isItsOwnAncestor(_ name: Name<Category>, _ drafts: [Name<Category>: Draft]) -> Bool {
        var seen: Set<Name<Category>> = []
        var next = drafts[name]?.category.parent
        while let parent = next, seen.insert(parent).inserted {
            if parent == name { return true }
            next = drafts[parent]?.category.parent
        }
        return false
    }

    /// The category with what its ancestors give it; circles have been cut.
    private static func filled(_ name: Name<Category>, _ drafts: [Name<Category>: Draft]) -> Category? {
        guard let draft = drafts[name] else { return nil }
        var category = draft.category
        var row = draft.reportRow
        var skills = draft.skills
        var next = category.parent
        while let parent = next, let above = drafts[parent] {
            row = row ?? above.reportRow ?? (above.category.parent == nil ? parent.rawValue : nil)
            category.team = category.team ?? above.category.team
            category.tier = category.tier ?? above.category.tier
            skills = skills ?? above.skills
            next = above.category.parent
        }
        category.reportRow = row ?? name.rawValue
        category.skills = skills ?? []
        return category
    }
}
