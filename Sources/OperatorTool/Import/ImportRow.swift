/// One row of a file that is being imported.
struct ImportRow: Sendable, Equatable {
    /// The row's place among the rows, from 1; headings and blank lines do not count.
    var number: Int
    /// The line of the file on which the row begins, from 1.
    var line: Int
    /// How many bytes of the file stand before the row that follows.
    var end: UInt64
    /// How many lines of the file stand before the row that follows.
    var endLine: Int
    /// The row's fields in the file's order, empty ones left out; none when the row is malformed.
    var fields: [Field]
    /// What is wrong with the row, when it cannot be published at all.
    var fault: String?
    /// A malformed row as it stands in the file, without the line end.
    var text: String?

    /// A name and its value.
    struct Field: Sendable, Equatable {
        var name: String
        var value: String

        init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The value of the field, when the row has it.
    func value(of name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// Adds a field unless the row has it.
    mutating func addUnlessPresent(_ name: String, _ value: @autoclosure () -> String) {
        if self.value(of: name) == nil { fields.append(.init(name, value())) }
    }

    /// The entry that a row becomes which has all that an entry needs.
    var publication: Publication { Publication(type: value(of: "type") ?? "", fields: fields) }

    /// About how much memory the row takes.
    var weight: Int {
        fields.reduce(128 + (text?.utf8.count ?? 0)) { $0 + $1.name.utf8.count + $1.value.utf8.count + 64 }
    }
}

/// Where a reader of rows stands, so that another can go on from there.
struct ImportPosition: Sendable, Equatable, Codable {
    var offset: UInt64 = 0
    var line = 1
    var row = 0
}

/// A file of rows, read one after the other.
protocol RowReader {
    /// The next row, or nil at the end of the file.
    mutating func next() throws(ToolFailure) -> ImportRow?
}
