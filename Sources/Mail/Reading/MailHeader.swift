/// The fields of a header as they came, unfolded; whatever is not a field is passed over.
struct MailHeader {
    private static let mostFields = 500
    private static let longestValue = 8_192

    private var fields: [(name: String, value: String)] = []

    /// Reads the header at the beginning of `bytes` and moves `bytes` to what follows it.
    init(reading bytes: inout ArraySlice<UInt8>) {
        var name: String?
        var value: [UInt8] = []
        func room() -> Int { max(0, Self.longestValue - value.count) }
        while !bytes.isEmpty {
            let line = MailLines.next(of: &bytes)
            guard let first = line.first else { break }
            if first == 0x20 || first == 0x09 {
                value.append(0x20)
                value.append(contentsOf: line.drop { $0 == 0x20 || $0 == 0x09 }.prefix(room()))
                continue
            }
            add(name, value)
            name = nil
            value.removeAll(keepingCapacity: true)
            guard let colon = line.prefix(100).firstIndex(of: UInt8(ascii: ":")) else { continue }
            name = MailLines.lowered(line[..<colon])
            value.append(contentsOf: line[line.index(after: colon)...].prefix(room()))
        }
        add(name, value)
    }

    /// The value of the first field of that name, given in lower case; empty if there is none.
    subscript(_ name: String) -> String {
        fields.first { $0.name == name }?.value ?? ""
    }

    var isEmpty: Bool { fields.isEmpty }

    func contains(_ name: String) -> Bool {
        fields.contains { $0.name == name }
    }

    private mutating func add(_ name: String?, _ value: [UInt8]) {
        guard let name, fields.count < Self.mostFields else { return }
        fields.append((name, MailLines.trimmed(value)))
    }
}
