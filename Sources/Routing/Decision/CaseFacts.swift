import Contract

extension Case {
    /// What each event about the case says of it, so that subscribers need no second look.
    var facts: Fields {
        var fields = Fields()
        fields.reserve(20)
        fields.append("kind", kind)
        fields.append("cycle", String(cycle))
        fields.append("user", ifAny: user)
        fields.append("counterparty", ifAny: counterparty)
        fields.append("subject", ifAny: subject)
        fields.append("asked", ifAny: asked)
        fields.append("language", ifAny: language)
        fields.append("category", ifAny: category)
        fields.append("tier", ifAny: tier)
        fields.append("answered_by", ifAny: answeredBy)
        return fields
    }
}

extension Fields {
    /// What an event does not repeat of its command.
    private static let envelope: Set<String> = ["source", "id", "backfill", "service"]

    /// Adds the command's own fields that are not there already.
    mutating func append(ownOf command: Fields) {
        for field in command where !Self.envelope.contains(field.name) && self[field.name] == nil {
            append(field.name, ifAny: field.value)
        }
    }
}
