import Contract

/// What an event says; an empty value says as little as none.
struct Told {
    let event: Event

    init(_ event: Event) { self.event = event }

    subscript(name: String) -> String? {
        guard let value = event.fields[name], !value.isEmpty else { return nil }
        return value
    }

    /// A text that its publisher chose, as figures tell it apart.
    func code(_ name: String) -> String { Code.label(of: self[name] ?? "") }

    func instant(_ name: String) -> Instant? { self[name].flatMap { Instant(rfc3339: $0) } }

    func int(_ name: String) -> Int? { self[name].flatMap { Int($0) } }

    /// A number of seconds, with what there is behind a point.
    func seconds(_ name: String) -> Duration? {
        guard let value = self[name] else { return nil }
        let parts = value.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first.flatMap({ Int64($0) }) else { return nil }
        let fraction = parts.count == 2 ? String(parts[1].prefix(6)) : ""
        let padded = fraction + String(repeating: "0", count: 6 - fraction.utf8.count)
        return .seconds(whole) + .microseconds(Int64(padded) ?? 0)
    }

    /// The admin whose doing it was; empty for anybody else.
    var admin: String {
        guard let actor = self["actor"], actor.hasPrefix("admin:") else { return "" }
        return String(actor.dropFirst(6))
    }

    /// What a clock's or a survey's event says that it is told apart by.
    var traits: Traits {
        var traits = Traits()
        traits.team = self["team"] ?? ""
        traits.channel = self["channel"] ?? ""
        traits.category = self["category"] ?? ""
        traits.language = self["language"] ?? ""
        return traits
    }
}
