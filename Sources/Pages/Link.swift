/// A link to a page of this site: a path and a query, each encoded, so that no value can lead anywhere else.
package struct Link: Sendable, Equatable {
    /// The parts of the path, not encoded.
    package var path: [String]
    /// The query, in order, not encoded.
    package var query: [(name: String, value: String)]

    /// A link to the path made of these parts; none is the start page.
    package init(_ path: String..., query: [(name: String, value: String)] = []) {
        self.path = path
        self.query = query
    }

    /// The same link with the parameter set to the value, or without it.
    package func with(_ name: String, _ value: String?) -> Link {
        var link = self
        link.query.removeAll { $0.name == name }
        if let value { link.query.append((name, value)) }
        return link
    }

    /// The value of a parameter.
    package subscript(name: String) -> String? {
        query.first { $0.name == name }?.value
    }

    /// The link as it stands in an address bar, from the first slash.
    package var text: String {
        let path = "/" + path.filter { !["", ".", ".."].contains($0) }.map(PercentCode.encode).joined(separator: "/")
        guard !query.isEmpty else { return path }
        let pairs = query.map { "\(PercentCode.encode($0.name))=\(PercentCode.encode($0.value))" }
        return path + "?" + pairs.joined(separator: "&")
    }

    package static func == (left: Link, right: Link) -> Bool { left.text == right.text }
}
