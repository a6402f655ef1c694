/// An entry while it is judged; each step is one rule of the contract.
struct Candidate {
    let entry: InboundEntry
    let scan: EntryScan
    let arrivedAt: Instant
    /// The entry's fields, normalised.
    private(set) var fields: [InboundEntry.Field]

    init(entry: InboundEntry, scan: EntryScan, arrivedAt: Instant) {
        self.entry = entry
        self.scan = scan
        self.arrivedAt = arrivedAt
        fields = entry.fields
    }

    /// Brings all names and values to normal form C.
    mutating func normalize() {
        for index in fields.indices {
            if case .text(let name) = fields[index].name { fields[index].name = .text(NormalForm.of(name)) }
            if case .text(let value) = fields[index].value { fields[index].value = .text(NormalForm.of(value)) }
        }
    }

    /// The value of the field; nil if it is not there or empty.
    func value(_ name: FieldName) -> String? {
        scan.value(name, in: fields)
    }

    /// The place of the entry's type in `CommandType.allCases`.
    func requireType() throws(Rejection) -> Int {
        guard let type = value(.type) else {
            throw Rejection(code: .missingField, field: FieldName.type.text, detail: "Every entry needs `type`.")
        }
        guard let place = FieldTable.types.place(of: type) else {
            throw Rejection(
                code: .unknownType,
                field: FieldName.type.text,
                detail: "`type` \(ValueShape.command.expectation)."
            )
        }
        return place
    }

    func requireFields(of table: FieldTable) throws(Rejection) {
        let required = entry.door == nil ? table.required : table.required & ~FieldName.source.bit
        let isComplete = scan.present & required == required
        if isComplete && !table.conditional.contains(where: isMissing) { return }
        for row in table.rows where isMissing(row) {
            throw Rejection(code: .missingField, field: row.text, detail: row.rule.demand(of: table.type))
        }
    }

    private func isMissing(_ row: FieldTable.Row) -> Bool {
        scan.present & row.bit == 0 && isNeeded(row.rule)
    }

    private func isNeeded(_ rule: FieldRule) -> Bool {
        switch rule.requirement {
        case .optional: false
        case .required: rule.name != .source || entry.door == nil
        case .when(let other, let values): value(other).map(values.contains) ?? false
        case .unless(let other, let exception): value(other) != exception
        case .with(let other): scan.present & other.bit != 0
        case .unlessAny(let others): others.allSatisfy { scan.present & $0.bit == 0 }
        }
    }

    func refuseUnknownFields(of table: FieldTable) throws(Rejection) {
        guard scan.named & ~table.fields != 0 || !scan.others.isEmpty else { return }
        for field in fields {
            guard let name = field.name.text else { continue }
            if let place = FieldTable.names.place(of: name) {
                if table.fields & 1 << UInt128(place) != 0 { continue }
            } else if Self.isOwnName(name) {
                continue
            }
            throw Rejection(
                code: .unknownField,
                field: FieldLabel.of(name),
                detail: "\(table.type.rawValue) has no such field; names of fields of one's own begin with x-."
            )
        }
    }

    private static func isOwnName(_ name: String) -> Bool {
        name.utf8.count > 2 && name.hasPrefix("x-")
    }
}
