/// The rules on encoding and size, which come before anything is known of an entry's type.
///
/// `EntryScan` finds out fast whether one may be broken; this says which one, and where.
struct EnvelopeRules {
    private struct Field {
        let name: String?
        let known: FieldName?
        let value: RawText
        let size: Int
    }

    private let entry: InboundEntry
    /// The fields, those of the type's table first in its order, the others as sent.
    private let fields: [Field]

    init(_ entry: InboundEntry) {
        self.entry = entry
        let fields = entry.fields.map { field in
            let name = field.name.text
            return Field(
                name: name,
                known: name.flatMap { FieldTable.names.place(of: $0) }.flatMap { FieldName(rawValue: UInt8($0)) },
                value: field.value,
                size: field.name.byteCount + field.value.byteCount
            )
        }
        let type = fields.first { $0.known == .type }?.value.text.flatMap(FieldTable.named)
        let order = (type?.rows.map(\.rule.name) ?? Self.everywhere) + Self.everywhere
        let ranked = fields.enumerated().sorted { left, right in
            let ranks = [left, right].map { field in
                field.element.known.flatMap { order.firstIndex(of: $0) } ?? order.count
            }
            return (ranks[0], left.offset) < (ranks[1], right.offset)
        }
        self.fields = ranked.map(\.element)
    }

    private static let everywhere: [FieldName] = [.type, .id, .source, .conversation, .time, .traceparent, .sig]

    /// The first rule that is broken; nil if all are kept.
    func rejection() -> Rejection? {
        encodingFault() ?? sizeFault()
    }

    private func encodingFault() -> Rejection? {
        if entry.isTorn {
            return Rejection(code: .badEncoding, field: "", detail: "An entry is pairs of a name and a value.")
        }
        for field in fields {
            guard let name = field.name, !TextBytes(of: name).hasControl else {
                let detail = "Names of fields are UTF-8 without control characters."
                return Rejection(code: .badEncoding, field: FieldLabel.of(field.name), detail: detail)
            }
            guard let value = field.value.text else { return encodingFault(of: name, field.known) }
            if TextBytes(of: value).hasControl(refusedIn: field.known) { return encodingFault(of: name, field.known) }
        }
        return nil
    }

    private func encodingFault(of name: String, _ known: FieldName?) -> Rejection {
        let exception =
            switch known {
            case .text: " other than tab and newline"
            case .mail: " other than tab, newline and carriage return"
            default: ""
            }
        let label = FieldLabel.of(name)
        let detail = "`\(label)` is UTF-8 without control characters\(exception)."
        return Rejection(code: .badEncoding, field: label, detail: detail)
    }

    private func sizeFault() -> Rejection? {
        for field in fields {
            guard let known = field.known, let value = field.value.text else { continue }
            if value.utf8.count > known.limit {
                let detail = "`\(known.text)` has at most \(known.limit) bytes."
                return Rejection(code: .tooLarge, field: known.text, detail: detail)
            }
            if let shape = FieldTable.lists[known], shape.hasTooManyMembers(value) {
                let detail = "`\(known.text)` \(shape.expectation)."
                return Rejection(code: .tooLarge, field: known.text, detail: detail)
            }
        }
        if fields.count > Limits.fieldCount {
            let detail = "An entry has at most \(Limits.fieldCount) fields."
            return Rejection(code: .tooLarge, field: "", detail: detail)
        }
        if fields.reduce(0, { $0 + $1.size }) > Limits.entry {
            let detail = "An entry has at most \(Limits.entry) bytes, names and values together."
            return Rejection(code: .tooLarge, field: "", detail: detail)
        }
        return nil
    }
}

/// How a rejection names a field that the publisher named.
enum FieldLabel {
    private static let longest = 64

    /// The name without control characters, cut at sixty-four bytes; `?` if it is not text.
    static func of(_ name: String?) -> String {
        guard let name else { return "?" }
        var label = ""
        for scalar in name.unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control
            let next = isControl ? "?" : String(scalar)
            guard label.utf8.count + next.utf8.count <= longest else { break }
            label += next
        }
        return label.isEmpty ? "?" : label
    }
}
