/// Says what a wrong value looks like without giving a secret away.
enum ValueShape {
    /// The value itself where it may be shown, and its form in every case; always on one line.
    static func describe(_ value: String, isSecret: Bool) -> String {
        guard !value.isEmpty else { return "set to nothing" }
        guard isSecret else { return "\"\(shown(value))\" (\(form(value)))" }
        guard let scheme = scheme(of: value) else { return form(value) }
        return "\(form(value)) that begins with \(scheme)://"
    }

    private static func form(_ value: String) -> String {
        if Int(value) != nil { return "a whole number" }
        if Double(value) != nil { return "a number" }
        return "a text of \(value.count) character\(value.count == 1 ? "" : "s")"
    }

    /// Control characters would break the line or the terminal, so they become question marks.
    private static func shown(_ value: String) -> String {
        let visible = value.unicodeScalars.prefix(80).map { scalar in
            scalar.properties.generalCategory == .control || scalar.properties.isWhitespace && scalar != " "
                ? "?" : Character(scalar)
        }
        return String(visible) + (value.unicodeScalars.count > 80 ? "…" : "")
    }

    /// A scheme is shown only when it is made of letters, so that `user:secret@…` is not mistaken for one.
    private static func scheme(of value: String) -> Substring? {
        guard let end = value.firstIndex(of: ":"), value[end...].hasPrefix("://") else { return nil }
        let scheme = value[..<end]
        let isPlain = scheme.utf8.count <= 16 && scheme.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
        return isPlain && !scheme.isEmpty ? scheme : nil
    }
}
