import Contract
import TestKit

/// Makes entries that are almost right, from a seed.
struct EntryMutator {
    private var random: SeededGenerator
    private let doors: [SourceID?]

    init(seed: UInt64) throws {
        random = SeededGenerator(seed: seed)
        doors = [nil, nil, nil, nil, try Example.source("app"), try Example.source("partner")]
    }

    mutating func next() -> InboundEntry {
        let type = pick(CommandType.allCases) ?? .messagePost
        let door = pick(doors) ?? nil
        var fields: [InboundEntry.Field] = Example.fields(type).map { (name: .text($0.0), value: .text($0.1)) }
        if let door { set("source", to: .text(door.rawValue), in: &fields) }
        if flip(4) { addOptional(of: type, to: &fields) }
        for _ in 0..<(pick([0, 1, 1, 1, 2, 3]) ?? 0) {
            mutate(&fields)
        }
        if door?.rawValue == "partner", !flip(4) {
            set("sig", to: .text(Signature.sign(fields, key: Example.key)), in: &fields)
        }
        if flip(500) {
            let flat = fields.flatMap { [$0.name, $0.value] }
            return InboundEntry(door: door, partition: 0, id: id(), flat: Array(flat.dropLast()))
        }
        return InboundEntry(door: door, partition: 0, id: id(), fields: fields)
    }

    private mutating func mutate(_ fields: inout [InboundEntry.Field]) {
        guard let index = fields.indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: fields.remove(at: index)
        case 1: fields.append(fields[index])
        case 2: fields[index].value = RawText(mangled(fields[index].value.bytes))
        case 3: fields[index].name = RawText(mangled(fields[index].name.bytes))
        case 4: fields[index].value = pick(Self.values) ?? ""
        case 5: fields.append((name: pick(Self.names) ?? "", value: pick(Self.values) ?? ""))
        case 6: fields.append((name: .text((pick(FieldName.allCases) ?? .text).text), value: pick(Self.values) ?? ""))
        case 7: fields.shuffle(using: &random)
        case 8: set("time", to: pick(Self.times) ?? "", in: &fields)
        case 9: set("source", to: pick(Self.sources) ?? "", in: &fields)
        case 10: grow(&fields, at: index)
        default: fields[index].value = .bytes([UInt8.random(in: 0...255, using: &random), 0xC3])
        }
    }

    private mutating func grow(_ fields: inout [InboundEntry.Field], at index: Int) {
        if flip(3) {
            fields += (0..<Int.random(in: 40...80, using: &random)).map { (name: .text("x-\($0)"), value: "v") }
        } else {
            fields[index].value = pick(Self.fillings) ?? ""
        }
    }

    private mutating func mangled(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        let at = Int.random(in: 0...bytes.count, using: &random)
        if flip(2) || at == bytes.count {
            bytes.insert(UInt8.random(in: 0...255, using: &random), at: at)
        } else if flip(2) {
            bytes.remove(at: at)
        } else {
            bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
        }
        return bytes
    }

    private mutating func addOptional(of type: CommandType, to fields: inout [InboundEntry.Field]) {
        guard let name = pick(Self.optional[type] ?? []) else { return }
        set(name, to: pick(Self.values) ?? "", in: &fields)
    }

    private func set(_ name: String, to value: RawText, in fields: inout [InboundEntry.Field]) {
        if let index = fields.firstIndex(where: { $0.name == .text(name) }) {
            fields[index].value = value
        } else {
            fields.append((name: .text(name), value: value))
        }
    }

    private mutating func id() -> EntryID {
        let ms = flip(50) ? UInt64.random(in: 0...UInt64.max, using: &random) : 1_772_352_000_000
        return EntryID(ms: ms, seq: UInt64.random(in: 0...3, using: &random))
    }

    private mutating func pick<Element>(_ list: [Element]) -> Element? {
        list.randomElement(using: &random)
    }

    /// True once in that many times.
    private mutating func flip(_ odds: Int) -> Bool {
        Int.random(in: 0..<odds, using: &random) == 0
    }
}

extension EntryMutator {
    /// The names of the optional fields of each type.
    private static let optional = CommandType.allCases.reduce(into: [CommandType: [String]]()) { optional, type in
        optional[type] = type.fields.filter { $0.requirement == .optional }.map(\.name.text)
    }

    /// Values about as long as the limits.
    private static let fillings = ["a", "é", "e\u{301}"].flatMap { character in
        [127, 128, 129, 255, 257, 16_384, 16_385, 65_000, 66_000].map { count in
            RawText.text(String(repeating: character, count: count))
        }
    }

    private static let sources: [RawText] = ["web", "import", "console", "partner", "bank", "keyless", "app", "x", "X"]

    private static let times: [RawText] = [
        "2026-03-01T08:00:00Z", "2026-03-01T08:05:00Z", "2026-03-01T08:05:01Z", "2026-02-27T08:00:00Z",
        "2026-03-01T09:59:59.5+02:00", "9999-12-31T23:59:60Z", "0000-01-01T00:00:00Z", "2026-02-30T08:00:00Z", "now",
    ]

    private static let names: [RawText] = [
        "x-a", "x-b", "x-", "x-e\u{301}", "X-a", "", "colour", "x-\u{1F600}", .bytes([0x78, 0x2D, 0xFF]), "text ",
    ]

    private static let values: [RawText] = [
        "", "1", "5", "10", "true", "false", "user", "admin", "en", "ZA", "ZAR", "a@b.co", "https://a.example/b", "[]",
        "{}", #"{"a":[1,2,{"b":null}]}"#, #"[{"url":"https://a/b","name":"n","type":"a/b","size":1}]"#, "[,]", "\u{0}",
        "\t", "\n", "two words", "e\u{301}", "\u{FEFF}", "\u{202E}", "😀", "2026-02", "a,b", "a,a", ",", "-1", "1e9",
        "UTC", "rejected", "upheld", "third_party", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        .bytes([0xED, 0xA0, 0x80]), .bytes([0xC0, 0x80]), .bytes([0xF5]), "'; DROP TABLE cases; --",
    ]
}
