import Contract

extension JSONValue {
    /// The value as JSON for people to read and compare: what fits on a line of 120 characters stays on it.
    func laidOut(indentedBy indent: Int = 0, after lead: Int = 0) -> String {
        let flat = description
        guard indent + lead + flat.count > 119 else { return flat }
        let inner = indent + 2
        switch self {
        case .array(let values):
            return Self.block("[", values.map { $0.laidOut(indentedBy: inner) }, "]", indent)
        case .object(let members):
            let lines = members.map { member in
                let name = "\(JSONValue.string(member.name)): "
                return name + member.value.laidOut(indentedBy: inner, after: name.count)
            }
            return Self.block("{", lines, "}", indent)
        default: return flat
        }
    }

    private static func block(_ open: String, _ lines: [String], _ close: String, _ indent: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        return "\(open)\n" + lines.map { "\(margin)  \($0)" }.joined(separator: ",\n") + "\n\(margin)\(close)"
    }
}
