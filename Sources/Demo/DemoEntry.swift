package import Contract

/// One entry of the demonstration, as it is to be published.
package struct DemoEntry: Sendable, Equatable {
    /// What it asks for.
    package let type: CommandType
    /// When it happened.
    package let time: Instant
    /// All its fields, `type`, `source` and `time` too.
    package let fields: Fields

    /// Fields with an empty value are left out.
    init(_ type: CommandType, at time: Int, _ fields: [(String, String)]) {
        self.type = type
        self.time = Instant(time)
        var all: Fields = ["type": type.rawValue, "source": "import", "time": Instant(time).description]
        for (name, value) in fields where !value.isEmpty { all.append(name, value) }
        self.fields = all
    }
}
