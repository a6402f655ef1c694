import Contract
import Testing

/// One rule broken in an entry that keeps all others, and what is said to it.
struct Refused: Sendable, CustomTestStringConvertible {
    let type: CommandType
    let changes: [(String, String?)]
    let code: RejectionCode
    let field: String

    /// A change to nil takes the field away.
    init(_ type: CommandType, _ changes: [(String, String?)], _ code: RejectionCode, _ field: String) {
        self.type = type
        self.changes = changes
        self.code = code
        self.field = field
    }

    var testDescription: String {
        let names = changes.map { "\($0.0)=\(($0.1 ?? "(absent)").prefix(24))" }.joined(separator: " ")
        return "\(type.rawValue) \(names) → \(code.rawValue) \(field)"
    }

    var fields: [(String, String)] {
        changes.reduce(Example.fields(type)) { fields, change in
            change.1.map { fields.with(change.0, $0) } ?? fields.without(change.0)
        }
    }
}

@Suite struct `Refused entries` {
    @Test(arguments: Refused.envelopes + Refused.demands + Refused.values + Refused.publishers)
    func `an entry that breaks one rule is refused with its code and field`(_ refused: Refused) throws {
        let rejection = try refused.fields.entry().refused()
        #expect(rejection.code == refused.code)
        #expect(rejection.field == refused.field)
        #expect(rejection.detail.hasSuffix("."))
        #expect(rejection.detail.utf8.count <= 330)
    }

    @Test func `there are at least eighty of them`() {
        let all = Refused.envelopes + Refused.demands + Refused.values + Refused.publishers
        #expect(all.count >= 80)
    }

    @Test(arguments: CommandType.allCases)
    func `each type needs each of its required fields`(_ type: CommandType) throws {
        for rule in type.fields where rule.requirement == .required {
            let name = rule.name.text
            for fields in [Example.fields(type).without(name), Example.fields(type).with(name, "")] {
                let rejection = try fields.entry().refused()
                #expect(rejection.code == .missingField)
                #expect(rejection.field == name)
            }
        }
    }

    @Test(arguments: CommandType.allCases)
    func `a field of another type is unknown`(_ type: CommandType) throws {
        let own = Set(type.fields.map(\.name))
        for name in FieldName.allCases where !own.contains(name) {
            let rejection = try Example.fields(type).with(name.text, "1").entry().refused()
            #expect(rejection.code == .unknownField)
            #expect(rejection.field == name.text)
        }
    }

    @Test(arguments: FieldName.allCases)
    func `no field may come twice`(_ name: FieldName) throws {
        for type in CommandType.allCases where type.fields.contains(where: { $0.name == name }) {
            let value = Example.fields(type).first { $0.0 == name.text }?.1 ?? ""
            let fields = Example.fields(type).with(name.text, value) + [(name.text, value)]
            let rejection = try fields.entry().refused()
            #expect(rejection.code == .badValue)
            #expect(rejection.field == name.text)
        }
    }

    @Test func `bytes that are not UTF-8 are refused in values and names`() throws {
        let broken = RawText([0x61, 0xFF])
        let fields: [InboundEntry.Field] = [
            (name: "type", value: "message.post"), (name: "text", value: broken), (name: "role", value: "user"),
        ]
        let id = EntryID(ms: 1, seq: 0)
        let value = try InboundEntry(door: nil, partition: 0, id: id, fields: fields).refused()
        #expect(value.code == .badEncoding)
        #expect(value.field == "text")
        let name = try InboundEntry(door: nil, partition: 0, id: id, fields: [(name: broken, value: "")]).refused()
        #expect(name.code == .badEncoding)
        #expect(name.field == "?")
    }

    @Test func `an entry without fields or with half a field is refused`() throws {
        let id = EntryID(ms: 1, seq: 0)
        let empty = try InboundEntry(door: nil, partition: 0, id: id, fields: []).refused()
        #expect(empty.code == .missingField)
        #expect(empty.field == "type")
        let torn = InboundEntry(door: nil, partition: 0, id: id, flat: ["type", "message.post", "id", "a", "text"])
        #expect(try torn.refused().code == .badEncoding)
        #expect(torn.claims.id == "a")
        #expect(torn.claims.source == nil)
    }

    @Test func `details never repeat what was sent`() throws {
        let secret = "hunter2hunter2"
        for type in CommandType.allCases {
            for rule in type.fields where rule.shape != .text && rule.name != .sig && rule.name != .id {
                let fields = Example.fields(type).with(rule.name.text, "\(secret) \(secret)")
                guard case .failure(let rejection) = try fields.entry().judged() else { continue }
                #expect(!rejection.detail.contains(secret))
                #expect(!rejection.field.contains(secret))
            }
        }
    }
}
