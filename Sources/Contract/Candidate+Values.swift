extension Candidate {
    func requireValues(of table: FieldTable) throws(Rejection) {
        for index in table.bits.indices where scan.named & table.bits[index] != 0 {
            let row = table.rows[index]
            if scan.repeated & row.bit != 0 { throw Self.repetition(of: row.text) }
            if scan.present & row.bit == 0 || row.rule.name == .type { continue }
            let value = scan.value(at: row.place, in: fields)
            guard row.rule.shape.accepts(value), fits(row.rule, value) else {
                let detail = "`\(row.text)` \(row.rule.shape.expectation)."
                throw Rejection(code: .badValue, field: row.text, detail: detail)
            }
        }
        if let into = value(.into), into == value(.conversation) {
            throw Rejection(code: .badValue, field: FieldName.into.text, detail: "`into` is another conversation.")
        }
        if value(.visibility) == "private", value(.role) == "user" {
            let detail = "`visibility` is public when `role` is user; notes are of people of the office."
            throw Rejection(code: .badValue, field: FieldName.visibility.text, detail: detail)
        }
        if scan.others.count > 1 { try refuseRepeatedOwnNames() }
    }

    /// Whether the value also suits the other fields.
    private func fits(_ rule: FieldRule, _ value: String) -> Bool {
        guard rule.shape == .rating else { return true }
        let most: Int64 = self.value(.scale) ?? "5" == "5" ? 5 : 10
        return NumberShape.integer(value).map { $0 <= most } ?? false
    }

    private func refuseRepeatedOwnNames() throws(Rejection) {
        var seen: Set<String> = []
        for index in scan.others {
            guard let name = fields[index].name.text, seen.insert(name).inserted else {
                throw Self.repetition(of: FieldLabel.of(fields[index].name.text))
            }
        }
    }

    private static func repetition(of name: String) -> Rejection {
        Rejection(code: .badValue, field: name, detail: "`\(name)` comes once in an entry.")
    }
}
