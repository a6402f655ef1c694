import BusinessTime
import Contract
package import Figures
package import Hummingbird

extension FigureFilter {
    /// The filter that a request's query names: `team`, `channel`, `category`, `admin`, `language`, `campaign`.
    package init(_ request: Request) throws(HTTPError) {
        self.init()
        for dimension in Dimension.allCases {
            guard let value = request.uri.queryParameters[dimension.rawValue[...]].map(String.init), !value.isEmpty
            else {
                continue
            }
            guard value.utf8.count <= 128, value.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
            else {
                throw HTTPError(.badRequest, message: "\(dimension.rawValue) is a name of at most 128 bytes")
            }
            self[dimension] = value
        }
    }
}

extension CaseQuestion {
    /// The question of a request: `kpi` (or a figure's id), `period`, `missed`, `after`, `limit`, and the filters.
    package init(_ request: Request, today zone: ReportZone) throws(HTTPError) {
        let query = request.uri.queryParameters
        guard let figure = query["kpi"].map(String.init), !figure.isEmpty, figure.utf8.count <= 128 else {
            throw HTTPError(.badRequest, message: "kpi is needed: a KPI such as A7, or a figure such as cases.reopened")
        }
        let period: ReportPeriod
        if let text = query["period"].map(String.init) {
            guard let found = ReportPeriod(text) else {
                throw HTTPError(.badRequest, message: "period is written as 2026-W12, 2026-03, 2026-Q1 or 2026-03-09")
            }
            period = found
        } else {
            period = ReportPeriod(.monthly, containing: zone.date(at: .now()))
        }
        self.init(figure, period, try FigureFilter(request))
        onlyMissed = query["missed"] == "true"
        after = query["after"].map(String.init)
        if let text = query["limit"] {
            guard let number = Int(text), (1...500).contains(number) else {
                throw HTTPError(.badRequest, message: "limit is a whole number from 1 to 500")
            }
            limit = number
        }
    }
}
