import Contract

/// What the places of a template stand for, taken from the event that is told.
struct NoticeValues {
    let event: Event

    /// The value of a place: a field of the event, or one of `who` and `when`.
    subscript(name: String) -> String? {
        switch name {
        case "who": event.fields["admin_name"] ?? event.fields["admin"]
        case "when": Self.minute(of: event.time)
        default: event.fields[name]
        }
    }

    /// The time to the minute, such as `2026-03-01 08:00 UTC`.
    private static func minute(of instant: Instant) -> String {
        let text = instant.description
        guard let date = text.firstIndex(of: "T"), let end = text.lastIndex(of: ":") else { return text }
        return "\(text[..<date]) \(text[text.index(after: date)..<end]) UTC"
    }
}
