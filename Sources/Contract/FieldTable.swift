/// The rules of a type, laid out for the validation.
struct FieldTable: Sendable {
    /// A rule with what the hot path needs of it at hand.
    struct Row: Sendable {
        let rule: FieldRule
        let text: String
        let place: Int
        let bit: UInt128
        /// Whether the value goes on as one of the event's own fields.
        let isOwn: Bool
        /// Whether two entries must agree on it to have the same content.
        let isContent: Bool
        /// Whether the value is a list, whose blanks do not count.
        let isList: Bool
    }

    let type: CommandType
    let rows: [Row]
    /// The bit of each row's field, so that a row is only touched if its field is there.
    let bits: [UInt128]
    /// The fields that an entry must have in every case.
    let required: UInt128
    /// The rows of fields that an entry must have in some case.
    let conditional: [Row]
    /// All fields of the type.
    let fields: UInt128

    init(_ type: CommandType) {
        self.type = type
        rows = type.fields.map { rule in
            Row(
                rule: rule,
                text: rule.name.text,
                place: Int(rule.name.rawValue),
                bit: rule.name.bit,
                isOwn: ![.type, .conversation, .time, .traceparent, .sig].contains(rule.name),
                isContent: ![.traceparent, .sig].contains(rule.name),
                isList: { if case .list = rule.shape { true } else { false } }()
            )
        }
        bits = rows.map(\.bit)
        required = rows.filter { $0.rule.requirement == .required }.reduce(0) { $0 | $1.bit }
        conditional = rows.filter { ![.required, .optional].contains($0.rule.requirement) }
        fields = rows.reduce(0) { $0 | $1.bit }
    }

    /// The tables of all types, in the order of `CommandType.allCases`.
    static let all = CommandType.allCases.map(FieldTable.init)

    /// Finds a type by its name.
    static let types = NameIndex(CommandType.allCases.map(\.rawValue))

    /// Finds a field by its name.
    static let names = NameIndex(FieldName.allCases.map(\.text))

    /// The limits on the fields' values, by the fields' places.
    static let limits = FieldName.allCases.map(\.limit)

    /// The fields whose members are counted before anything else is known of them.
    static let lists = FieldName.allCases.reduce(into: [FieldName: ValueShape]()) { lists, name in
        for table in all {
            for row in table.rows where row.rule.name == name {
                switch row.rule.shape {
                case .list, .attachments: lists[name] = row.rule.shape
                default: break
                }
            }
        }
    }

    static func named(_ name: String) -> FieldTable? {
        types.place(of: name).map { all[$0] }
    }
}
