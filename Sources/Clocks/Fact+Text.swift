import Contract

extension [Fact] {
    /// The facts as they are stored, one flat JSON object a line.
    package var text: String {
        var text = ""
        for fact in self {
            var fields: Fields = [
                "event": fact.event.description, "time": String(fact.time.microseconds), "policy": String(fact.policy),
                "type": fact.kind.rawValue,
            ]
            for field in fact.fields { fields.append("." + field.name, field.value) }
            text += fields.json + "\n"
        }
        return text
    }

    /// The facts that were stored as that text; nil for a text that this program has not written.
    package init?(text: String) {
        self.init()
        for line in text.split(separator: "\n") {
            guard let stored = try? Fields(json: String(line)), let event = stored["event"].flatMap({ EventID($0) }),
                let time = stored["time"].flatMap({ Int64($0) }), let policy = stored["policy"].flatMap({ Int64($0) }),
                let kind = stored["type"].flatMap({ Fact.Kind(rawValue: $0) })
            else { return nil }
            var fields = Fields()
            for field in stored where field.name.hasPrefix(".") {
                fields.append(String(field.name.dropFirst()), field.value)
            }
            append(
                Fact(
                    event: event,
                    time: Instant(microseconds: time),
                    policy: policy,
                    kind: kind,
                    fields: fields
                )
            )
        }
    }

    /// Takes a fact into its place; false for one that is there already.
    package mutating func take(_ fact: Fact) -> Bool {
        if contains(where: { $0.event == fact.event }) { return false }
        insert(fact, at: firstIndex { fact < $0 } ?? endIndex)
        return true
    }
}
