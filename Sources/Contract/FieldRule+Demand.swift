extension FieldRule {
    /// The sentence that says when an entry of the type needs the field.
    func demand(of type: CommandType) -> String {
        let need = "\(type.rawValue) needs `\(name.text)`"
        return switch requirement {
        case .optional, .required: need + "."
        case .when(let other, let values) where values.count == 1:
            need + " when `\(other.text)` is \(values[0])."
        case .when(let other, let values):
            need + " when `\(other.text)` is one of \(values.joined(separator: ", "))."
        case .unless(let other, let exception): need + ", or `\(other.text)` \(exception)."
        case .with(let other): "`\(name.text)` and `\(other.text)` come together."
        case .unlessAny(let others): need + " or " + others.map { "`\($0.text)`" }.joined(separator: " or ") + "."
        }
    }
}
