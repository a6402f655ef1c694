import BusinessTime
import Contract

extension Report {
    /// The report as JSON, as the contract describes it.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("kind", period.kind.rawValue)
            json.string("period", period.description)
            json.string("from", period.first.description)
            json.string("to", "\(period.end)")
            json.string("zone", zone)
            if !filter.values.isEmpty {
                json.object("filter") { json in
                    for (dimension, value) in filter.list { json.string(dimension.rawValue, value) }
                }
            }
            json.string("issued_at", issuedAt?.description)
            json.array("figures") { json in for figure in figures { figure.write(to: &json) } }
            json.array("tables") { json in for table in tables { table.write(to: &json) } }
            json.array("insights") { json in for insight in insights { insight.write(to: &json) } }
            if !corrections.isEmpty {
                json.array("corrections") { json in
                    for correction in corrections {
                        json.object { json in
                            json.string("id", correction.id)
                            json.number("issued", correction.issued)
                            json.number("now", correction.now)
                        }
                    }
                }
            }
        }
        return json.text
    }
}

extension Figure {
    /// Writes the figure as an object.
    package func write(to json: inout JSONText) {
        json.object { json in
            json.string("id", id)
            json.number("value", value)
            json.string("unit", unit.rawValue)
            json.number("numerator", numerator)
            json.number("denominator", denominator)
            json.number("n", Double(n))
        }
    }
}

extension ReportTable {
    /// Writes the table as an object.
    package func write(to json: inout JSONText) {
        json.object { json in
            json.string("id", id)
            json.string("title", title)
            json.array("columns") { json in
                for column in columns {
                    json.object { json in
                        json.string("id", column.id)
                        json.string("title", column.title)
                        json.string("unit", column.isByRow ? "row" : column.unit?.rawValue ?? "text")
                    }
                }
            }
            json.array("rows") { json in
                for row in rows {
                    json.array { json in
                        for cell in row {
                            switch cell {
                            case .text(let text): json.string(nil, text)
                            case .number(let number): json.number(nil, number)
                            case .empty: json.number(nil, nil)
                            }
                        }
                    }
                }
            }
        }
    }
}

extension Insight {
    fileprivate func write(to json: inout JSONText) {
        json.object { json in
            json.string("kind", kind.rawValue)
            json.string("rule", rule)
            json.string("text", text)
            json.array("evidence") { json in for figure in evidence { figure.write(to: &json) } }
        }
    }
}
