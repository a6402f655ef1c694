/// The tags of a Mustache text, looked at without rendering it.
///
/// Allowed is what every Mustache has: variables, sections, partials and comments. Other delimiters, dynamic names,
/// lambdas and pragmas are not, since their effect could not be told before rendering.
package enum MustacheTags {
    /// What a tag does, with the name in it.
    package enum Tag: Sendable, Equatable {
        case variable(String)
        /// A variable that HTML would get as it is.
        case unescaped(String)
        case opening(String)
        case closing(String)
        case partial(String)
        case comment
    }

    /// Why a text is not Mustache.
    package struct Malformed: Error, Equatable {
        package let message: String
    }

    /// How deep sections may stand in each other.
    package static let deepest = 8

    /// The tags in their order, sections closed in the order in which they were opened.
    package static func of(_ text: String) throws(Malformed) -> [Tag] {
        var tags: [Tag] = []
        var open: [String] = []
        var rest = text[...]
        while let start = rest.firstRange(of: "{{") {
            let isTriple = rest[start.upperBound...].hasPrefix("{")
            let body = rest[(isTriple ? rest.index(after: start.upperBound) : start.upperBound)...]
            guard let end = body.firstRange(of: isTriple ? "}}}" : "}}") else {
                throw Malformed(message: "a tag is not closed: {{\(body.prefix(20))")
            }
            let tag = try tag(body[..<end.lowerBound], isTriple: isTriple)
            if case .opening(let name) = tag { open.append(name) }
            if open.count > deepest { throw Malformed(message: "sections stand in each other at most \(deepest) deep") }
            if case .closing(let name) = tag, open.popLast() != name {
                throw Malformed(message: "{{/\(name)}} closes what is not open")
            }
            tags.append(tag)
            rest = body[end.upperBound...]
        }
        if let name = open.last { throw Malformed(message: "{{#\(name)}} is not closed") }
        return tags
    }

    private static func tag(_ body: Substring, isTriple: Bool) throws(Malformed) -> Tag {
        let mark = isTriple ? nil : body.first
        if mark == "!" { return .comment }
        let isMarked = mark.map { "#^/>&".contains($0) } ?? false
        let name = trimmed(isMarked ? body.dropFirst() : body)
        guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "_.-".contains($0)) })
        else {
            throw Malformed(message: "a tag holds a name: {{\(body)}}")
        }
        switch mark {
        case "#", "^": return .opening(name)
        case "/": return .closing(name)
        case ">": return .partial(name)
        case "&": return .unescaped(name)
        default: return isTriple ? .unescaped(name) : .variable(name)
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        var text = text
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
