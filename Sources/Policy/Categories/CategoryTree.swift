/// All categories, each under its parent; there is no circle.
package struct CategoryTree: Sendable, Hashable {
    /// The categories by their names.
    package let all: [Name<Category>: Category]

    /// The tree of these categories; the reader has checked the parents.
    package init(_ all: [Name<Category>: Category] = [:]) { self.all = all }

    /// The category of that name.
    package subscript(name: Name<Category>) -> Category? { all[name] }

    /// The names, sorted.
    package var names: [Name<Category>] { all.keys.sorted() }

    /// The category and those above it, from the top; empty for a name that is not known.
    package func path(of name: Name<Category>) -> [Category] {
        var path: [Category] = []
        var next: Name<Category>? = name
        while let name = next, let category = all[name], path.count <= all.count {
            path.append(category)
            next = category.parent
        }
        return path.reversed()
    }

    /// Whether the category is the other one or stands below it.
    package func isWithin(_ name: Name<Category>, _ other: Name<Category>) -> Bool {
        name == other || path(of: name).contains { $0.name == other }
    }

    /// The categories that stand directly below the one, or at the top, by name.
    package func children(of name: Name<Category>?) -> [Category] {
        all.values.filter { $0.parent == name }.sorted { $0.name < $1.name }
    }

    /// The category of a kind's cases that come without one.
    package func category(for kind: CaseKind) -> Category? {
        all.values.first { $0.kinds.contains(kind) }
    }
}
