/// Follows the texts that templates take from each other, so that rendering one ends and stays small.
struct MustacheExpansion {
    /// How many tags a text has at most, with those of the templates in it.
    static let mostTags = 2000
    /// How deep templates may stand in each other.
    static let deepest = 8

    private let shelf: TemplateShelf
    private var sizes: [Name<Template>: (tags: Int, depth: Int)] = [:]

    init(_ shelf: TemplateShelf) { self.shelf = shelf }

    /// Tells the templates that contain themselves or too much, and those in HTML that have none.
    mutating func check(_ places: [Name<Template>: Place], _ faults: inout FaultList) {
        let circular = places.keys.filter { reached(from: $0).contains($0) }
        for name in circular.sorted() {
            guard let place = places[name] else { continue }
            faults.add("the template contains itself, by way of {{>…}}", at: place)
        }
        for (name, place) in places.sorted(by: { $0.key < $1.key }) {
            for inner in plainInHTML(of: name) {
                faults.add("{{>\(inner.rawValue)}} stands in HTML, so that template needs `html` too", at: place)
            }
            // What cannot be followed to its end cannot be counted.
            guard circular.isEmpty else { continue }
            let size = size(of: name)
            if size.tags > Self.mostTags {
                faults.add("at most \(Self.mostTags) tags are allowed, with those of the templates in it", at: place)
            }
            if size.depth > Self.deepest {
                faults.add("templates may stand in each other at most \(Self.deepest) deep", at: place)
            }
        }
    }

    private func reached(from name: Name<Template>) -> Set<Name<Template>> {
        var reached: Set<Name<Template>> = []
        var next = partials(of: name)
        while let one = next.popFirst() {
            if reached.insert(one).inserted { next.formUnion(partials(of: one)) }
        }
        return reached
    }

    /// How many tags the longest of its texts has, and how deep templates stand in it.
    private mutating func size(of name: Name<Template>) -> (tags: Int, depth: Int) {
        if let known = sizes[name] { return known }
        var size = (tags: 0, depth: 1)
        for tags in texts(of: name) {
            var count = tags.count
            for case .partial(let inner) in tags {
                let inside = self.size(of: Name(inner))
                count = min(count + inside.tags, Self.mostTags + 1)
                size.depth = max(size.depth, inside.depth + 1)
            }
            size.tags = max(size.tags, count)
        }
        sizes[name] = size
        return size
    }

    private func partials(of name: Name<Template>) -> Set<Name<Template>> {
        Set(texts(of: name).flatMap(MustacheTags.partials))
    }

    private func texts(of name: Name<Template>) -> [[MustacheTags.Tag]] {
        (shelf[name]?.texts.values.values).map { texts in
            texts.flatMap { [$0.subject, $0.text, $0.html] }.compactMap { $0.flatMap { try? MustacheTags.of($0) } }
        } ?? []
    }

    private func plainInHTML(of name: Name<Template>) -> [Name<Template>] {
        let html = (shelf[name]?.texts.values.values).map { $0.compactMap(\.html) } ?? []
        let inner = Set(html.flatMap { (try? MustacheTags.of($0)).map(MustacheTags.partials) ?? [] })
        return inner.filter { shelf[$0]?.texts.values.values.contains { $0.html == nil } ?? false }.sorted()
    }
}

extension MustacheTags {
    /// The templates that the tags put in their place.
    fileprivate static func partials(_ tags: [Tag]) -> [Name<Template>] {
        tags.compactMap { tag in
            if case .partial(let inner) = tag { Name(inner) } else { nil }
        }
    }
}
