/// What the variables of a template stand for.
///
/// A variable that is missing or empty says nothing, and a section about it is left out.
package struct TemplateValues: Sendable, Equatable {
    /// How many bytes of a value are used.
    static let valueBytes = 16_384
    /// How many elements of a list are used.
    static let listLength = 100

    private(set) var texts: [String: String] = [:]
    private(set) var lists: [String: [[String: String]]] = [:]

    /// Nothing.
    package init() {}

    /// Those texts.
    package init(_ texts: [String: String?]) {
        for (name, text) in texts { self[name] = text }
    }

    /// The text of a variable; the end of a very long one is cut off.
    package subscript(name: String) -> String? {
        get { texts[name] }
        set { texts[name] = newValue.flatMap(Self.text) }
    }

    /// Makes a section of that name be repeated for each element, whose variables are its members.
    package mutating func set(_ name: String, to list: [[String: String]]) {
        let elements = list.prefix(Self.listLength).map { $0.compactMapValues(Self.text) }
        lists[name] = elements.isEmpty ? nil : elements
    }

    /// The same with shorter texts and lists.
    func shortened(bytes: Int, elements: Int) -> TemplateValues {
        var values = self
        values.texts = texts.mapValues { Self.cut($0, to: bytes) }
        values.lists = lists.mapValues { $0.prefix(elements).map { $0.mapValues { Self.cut($0, to: bytes) } } }
        return values
    }

    /// As the renderer takes them.
    var context: [String: Any] {
        var context: [String: Any] = texts
        for (name, list) in lists { context[name] = list }
        return context
    }

    /// How many bytes the variable of that name adds at most, wherever it stands.
    func bytes(of name: String) -> Int {
        let own = texts[name]?.utf8.count ?? 0
        let last = name.split(separator: ".").last.map(String.init) ?? name
        return lists.values.joined().reduce(own) { most, element in
            name == "."
                ? max(most, element.description.utf8.count)
                : max(most, element[last]?.utf8.count ?? 0)
        }
    }

    /// How often a section of that name is repeated at most.
    func count(of name: String) -> Int { max(lists[name]?.count ?? 1, 1) }

    private static func text(_ text: String) -> String? {
        text.contains { !$0.isWhitespace } ? cut(text, to: valueBytes) : nil
    }

    private static func cut(_ text: String, to bytes: Int) -> String {
        guard text.utf8.count > bytes else { return text }
        var end = text.utf8.index(text.utf8.startIndex, offsetBy: bytes - 3)
        while end > text.startIndex, end.samePosition(in: text) == nil { end = text.utf8.index(before: end) }
        return text[..<end] + "…"
    }
}
