import BusinessTime
import Contract
import Policy

extension Summary {
    /// The summary as JSON, as the contract describes it.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.string("at", at.description)
            json.string("zone", zone)
            json.array("kpis") { json in for status in kpis { status.write(to: &json) } }
        }
        return json.text
    }
}

extension KPIStatus {
    fileprivate func write(to json: inout JSONText) {
        let words = KPIDefinition(of: kpi)
        json.object { json in
            json.string("id", kpi.rawValue)
            json.string("name", name)
            json.number("value", figure.value)
            json.string("unit", figure.unit.rawValue)
            json.string("target", target?.text)
            json.string("verdict", verdict.rawValue)
            json.number("numerator", figure.numerator)
            json.number("denominator", figure.denominator)
            json.number("n", Double(figure.n))
            json.string("window", window.rawValue)
            json.string("period", period.description)
            json.string("formula", words.formula)
            if let budget {
                json.object("budget") { json in
                    json.number("allowed", budget.allowed)
                    json.number("used", budget.used)
                    json.number("left", budget.left)
                    json.number("burn_rate", budget.burnRate)
                    json.number("forecast", budget.forecast)
                    json.number("mark", budget.mark)
                }
            } else {
                json.string("budget", nil)
            }
        }
    }
}

extension CasePage {
    /// The page as JSON.
    package var json: String {
        var json = JSONText()
        json.object { json in
            json.array("cases") { json in
                for row in rows {
                    json.object { json in
                        json.string("case", row.case.rawValue)
                        json.string("conversation", row.conversation)
                        json.string("kind", row.kind)
                        json.string("at", row.at.description)
                        json.string("team", row.team)
                        json.string("channel", row.channel)
                        json.string("category", row.category)
                        json.string("admin", row.admin)
                        json.number("value", row.value)
                        json.bool("counts", row.counts)
                        json.number("n", Double(row.n))
                    }
                }
            }
            json.string("next", next)
        }
        return json.text
    }
}

extension KPITarget {
    /// The target as programs read it, such as `>= 0.95`.
    package var text: String { "\(comparison.rawValue) \(FigureText.plain(bound))" }
}
