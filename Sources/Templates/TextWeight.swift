import Policy

/// What bounds the size of a text before it is rendered.
struct TextWeight: Sendable {
    /// What a tag can add: a variable's bytes, times as often as the sections around it are repeated.
    private struct Piece {
        let variable: String?
        let bytes: Int
        let sections: [String]
    }

    /// HTML writes one character in up to six bytes.
    private let factor: Int
    private var pieces: [Piece] = []

    /// The weight of a template's part, with the templates in it.
    init(_ name: Name<Template>, of part: Part, in language: Language, from shelf: TemplateShelf) {
        factor = part == .html ? 6 : 1
        add(name, part, language, shelf, within: [], depth: 0)
    }

    /// How many bytes it can become with those values; the greatest number where that cannot be said.
    func bytes(with values: TemplateValues) -> Int {
        var sum = 0
        for piece in pieces {
            var bytes = piece.variable.map { values.bytes(of: $0) * factor } ?? piece.bytes
            for section in piece.sections {
                let (product, isTooMuch) = bytes.multipliedReportingOverflow(by: values.count(of: section))
                if isTooMuch { return .max }
                bytes = product
            }
            let (total, isTooMuch) = sum.addingReportingOverflow(bytes)
            if isTooMuch { return .max }
            sum = total
        }
        return sum
    }

    private mutating func add(
        _ name: Name<Template>,
        _ part: Part,
        _ language: Language,
        _ shelf: TemplateShelf,
        within outer: [String],
        depth: Int
    ) {
        // The policy's reader refuses more; this only keeps a shelf made otherwise from running on.
        guard depth < 16, pieces.count < 10_000,
            let text = shelf[name]?.texts.value(for: language, fallback: shelf.fallback),
            let source = part.source(of: text), let tags = try? MustacheTags.of(source)
        else { return }
        var sections = outer
        for tag in tags {
            switch tag {
            case .opening(let name): sections.append(name)
            case .closing: _ = sections.popLast()
            case .variable(let name), .unescaped(let name):
                pieces.append(Piece(variable: name, bytes: 0, sections: sections))
            case .partial(let inner): add(Name(inner), part, language, shelf, within: sections, depth: depth + 1)
            case .comment: continue
            }
        }
        // All of its own words may stand in its innermost section.
        let deepest = Self.innermost(tags).map { outer + $0 }.max { $0.count < $1.count } ?? outer
        pieces.append(Piece(variable: nil, bytes: source.utf8.count, sections: deepest))
    }

    private static func innermost(_ tags: [MustacheTags.Tag]) -> [[String]] {
        var open: [String] = []
        var found: [[String]] = [[]]
        for tag in tags {
            if case .opening(let name) = tag {
                open.append(name)
                found.append(open)
            } else if case .closing = tag {
                _ = open.popLast()
            }
        }
        return found
    }
}
