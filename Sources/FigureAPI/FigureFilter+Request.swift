import BusinessTime
import Contract
package import Figures
package import Hummingbird

extension FigureFilter {
    /// The filter that a request's query names: `team`, `channel`, `category`, `admin`, `language`, `campaign`.
    ///
    /// Any other name but those in `names` is refused: whoever mistypes a filter would be told of everything.
    package init(_ request: Request, besides names: [String] = []) throws(RequestFault) {
        self.init()
        let known = Dimension.allCases.map(\.rawValue) + names
        for name in request.uri.queryParameters.map({ String($0.key) }) where !known.contains(name) {
            let list = known.joined(separator: ", ")
            throw RequestFault(.badValue, String(name.prefix(64)), "nothing here is called so; there are \(list)")
        }
        for dimension in Dimension.allCases {
            guard let value = request.uri.queryParameters[dimension.rawValue[...]].map(String.init), !value.isEmpty
            else {
                continue
            }
            guard value.utf8.count <= 128, value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
            else {
                throw RequestFault(
                    .badValue,
                    dimension.rawValue,
                    "\(dimension.rawValue) is a name of at most 128 bytes"
                )
            }
            self[dimension] = value
        }
    }
}

extension CaseQuestion {
    /// The question of a request: `kpi` (or a figure's id), `period`, `missed`, `after`, `limit`, and the filters.
    package init(_ request: Request, today zone: ReportZone) throws(RequestFault) {
        let query = request.uri.queryParameters
        guard let figure = query["kpi"].map(String.init), !figure.isEmpty else {
            let sentence = "kpi is needed: a KPI such as A7, or a figure such as cases.reopened"
            throw RequestFault(.missingField, "kpi", sentence)
        }
        guard figure.utf8.count <= 200 else { throw RequestFault(CaseFault.unknownFigure) }
        self.init(figure, try Self.period(of: request, today: zone), try FigureFilter(request, besides: Self.names))
        switch query["missed"] {
        case "true": onlyMissed = true
        case "false", nil: onlyMissed = false
        default: throw RequestFault(.badValue, "missed", "missed is true or false")
        }
        after = query["after"].map(String.init)
        if let text = query["limit"] {
            guard let number = Int(text), (1...500).contains(number) else {
                throw RequestFault(.badValue, "limit", "limit is a whole number from 1 to 500")
            }
            limit = number
        }
    }

    private static let names = ["kpi", "period", "kind", "missed", "after", "limit"]

    private static func period(of request: Request, today zone: ReportZone) throws(RequestFault) -> ReportPeriod {
        let query = request.uri.queryParameters
        guard let text = query["period"].map(String.init) else {
            return ReportPeriod(.monthly, containing: zone.date(at: .now()))
        }
        var kinds: [ReportPeriod.Kind] = [.weekly, .monthly, .quarterly, .day]
        if let name = query["kind"].map(String.init) {
            guard let kind = ReportPeriod.Kind(rawValue: name) else {
                throw RequestFault(.badValue, "kind", "kind is day, weekly, biweekly, monthly or quarterly")
            }
            kinds = [kind]
        }
        guard let found = kinds.lazy.compactMap({ ReportPeriod(text, as: $0) }).first else {
            let forms = kinds.map(\.example).joined(separator: ", ")
            throw RequestFault(.badValue, "period", "period is written as \(forms)")
        }
        return found
    }
}
