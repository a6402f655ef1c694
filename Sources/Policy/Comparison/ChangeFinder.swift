import Yams

/// Walks through two files at once and puts down where they differ.
struct ChangeFinder {
    private(set) var changes: [PolicyChange] = []

    /// Compares the two roots, section by section in the contract's order.
    mutating func compare(_ old: Entry, _ new: Entry, _ files: FileComparison) {
        let before = Self.members(old)
        let after = Self.members(new)
        for section in Self.sections {
            compare(before[section], after[section], path: [section])
            changes += files.changes(in: section)
        }
    }

    private static let sections = [
        "version", "report", "sources", "categories", "departments", "teams", "calendars", "tiers", "promises",
        "ladder", "escalation", "routing", "triage", "knowledge", "templates", "notices", "surveys", "rewards", "kpis",
        "retention",
    ]

    private mutating func compare(_ old: Node?, _ new: Node?, path: [String]) {
        switch (old, new) {
        case (let old?, let new?):
            if case .mapping = old, case .mapping = new {
                compareMembers(Self.members(Entry(old, path: "")), Self.members(Entry(new, path: "")), path)
            } else if case .sequence(let before) = old, case .sequence(let after) = new {
                compareLists(before.map(Self.text), after.map(Self.text), path)
            } else if Self.text(old) != Self.text(new) {
                add("was \(Self.shown(old)) and becomes \(Self.shown(new))", .changed, path)
            }
        case (nil, let new?): appear(new, path, isNew: true)
        case (let old?, nil): appear(old, path, isNew: false)
        case (nil, nil): break
        }
    }

    /// A section that appears or goes is told by its things, so that each has its consequences.
    private mutating func appear(_ node: Node, _ path: [String], isNew: Bool) {
        if path.count == 1, case .mapping = node {
            let members = Self.members(Entry(node, path: ""))
            for name in members.keys.sorted() { appear(members[name] ?? node, path + [name], isNew: isNew) }
        } else if case .scalar = node {
            add(isNew ? "is set to \(Self.shown(node))" : "is no longer set; it was \(Self.shown(node))", path, isNew)
        } else {
            add(isNew ? "is new" : "goes", path, isNew)
        }
    }

    private mutating func compareMembers(_ old: [String: Node], _ new: [String: Node], _ path: [String]) {
        for key in Set(old.keys).union(new.keys).sorted() { compare(old[key], new[key], path: path + [key]) }
    }

    private mutating func compareLists(_ old: [String], _ new: [String], _ path: [String]) {
        guard old != new else { return }
        var gone = old
        var come: [String] = []
        for element in new {
            if let index = gone.firstIndex(of: element) { gone.remove(at: index) } else { come.append(element) }
        }
        guard !gone.isEmpty || !come.isEmpty else { return add("has its elements in another order", .changed, path) }
        let parts = [gone.isEmpty ? nil : "loses \(Self.list(gone))", come.isEmpty ? nil : "gains \(Self.list(come))"]
        add(parts.compactMap(\.self).joined(separator: " and "), .changed, path)
    }

    private mutating func add(_ words: String, _ path: [String], _ isNew: Bool) {
        add(words, path.count > 2 ? .changed : isNew ? .added : .removed, path)
    }

    private mutating func add(_ words: String, _ effect: PolicyChange.Effect, _ path: [String]) {
        changes.append(
            PolicyChange(
                section: path[0],
                name: path.count > 1 ? path[1] : nil,
                path: path.joined(separator: "."),
                effect: effect,
                description: "\(path.joined(separator: ".")) \(words)"
            )
        )
    }

    private static func members(_ entry: Entry) -> [String: Node] {
        guard case .mapping(let mapping) = entry.node else { return [:] }
        return mapping.reduce(into: [:]) { members, member in
            if case .scalar(let key) = member.key { members[key.string] = member.value }
        }
    }

    private static func list(_ elements: [String]) -> String {
        let shown = elements.prefix(5).map(shortened).joined(separator: ", ")
        return elements.count > 5 ? "\(shown) and \(elements.count - 5) more" : shown
    }

    /// The node in one line, the members of mappings in the order of their keys.
    private static func text(_ node: Node) -> String {
        switch node {
        case .scalar(let scalar): return scalar.string
        case .sequence(let sequence): return "[\(sequence.map(text).joined(separator: ", "))]"
        case .mapping(let mapping):
            let members = mapping.map { "\(text($0.key)): \(text($0.value))" }.sorted()
            return "{ \(members.joined(separator: ", ")) }"
        case .alias(let alias): return "*\(alias.anchor.rawValue)"
        }
    }

    private static func shown(_ node: Node) -> String { shortened(text(node)) }

    /// The beginning and the size of a long text.
    private static func shortened(_ text: String) -> String {
        let line = String(text.map { $0.isNewline ? " " : $0 })
        guard line.count > 60 else { return line }
        return "\"\(line.prefix(56))…\" (\(text.utf8.count) bytes)"
    }
}
