package import Contract

extension Report {
    /// A report as it was issued; nil for what this version does not understand.
    package init?(json: String, issuedAt: Instant) {
        guard let value = try? JSONValue(parsing: json), let kind = value.text("kind").flatMap(ReportPeriod.Kind.init),
            let period = value.text("period").flatMap({ ReportPeriod($0, as: kind) }), let zone = value.text("zone")
        else { return nil }
        self.init(
            period: period,
            zone: zone,
            figures: value.elements("figures").compactMap { Figure($0) },
            tables: value.elements("tables").compactMap { ReportTable($0) },
            insights: value.elements("insights").compactMap { Insight($0) }
        )
        self.issuedAt = issuedAt
    }
}

extension Figure {
    fileprivate init?(_ value: JSONValue) {
        guard let id = value.text("id"), let unit = value.text("unit").flatMap(FigureUnit.init) else { return nil }
        self.init(
            id,
            unit,
            value.number("value"),
            numerator: value.number("numerator"),
            denominator: value.number("denominator"),
            n: Int(value.number("n") ?? 0)
        )
    }
}

extension ReportTable {
    fileprivate init?(_ value: JSONValue) {
        guard let id = value.text("id"), let title = value.text("title") else { return nil }
        let columns = value.elements("columns").map { column in
            Column(
                id: column.text("id") ?? "",
                title: column.text("title") ?? "",
                unit: column.text("unit").flatMap(FigureUnit.init),
                isByRow: column.text("unit") == "row"
            )
        }
        let rows = value.elements("rows").map { row -> [Cell] in
            guard case .array(let cells) = row else { return [] }
            return cells.map { cell in
                switch cell {
                case .string(let text): .text(text)
                case .number(let digits): Cell(Double(digits))
                default: .empty
                }
            }
        }
        self.init(id, title, columns: columns, rows: rows)
    }
}

extension Insight {
    fileprivate init?(_ value: JSONValue) {
        guard let kind = value.text("kind").flatMap(Kind.init), let rule = value.text("rule"),
            let text = value.text("text")
        else { return nil }
        self.init(kind, rule: rule, text, evidence: value.elements("evidence").compactMap { Figure($0) })
    }
}

extension JSONValue {
    fileprivate func text(_ name: String) -> String? {
        guard case .string(let text)? = self[name] else { return nil }
        return text
    }

    fileprivate func number(_ name: String) -> Double? {
        guard case .number(let digits)? = self[name] else { return nil }
        return Double(digits)
    }

    fileprivate func elements(_ name: String) -> [JSONValue] {
        guard case .array(let elements)? = self[name] else { return [] }
        return elements
    }
}
