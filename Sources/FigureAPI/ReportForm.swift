package import Figures
import Hummingbird
import Pages
import Program

/// In what form a report is wanted.
package enum ReportForm: String, Sendable, CaseIterable {
    case json, csv, html
    case markdown = "md"

    /// The form that a request names by `format`, or by what it accepts; JSON where it does not say.
    init(_ request: Request) throws(RequestFault) {
        if let name = request.uri.queryParameters["format"].map(String.init) {
            guard let form = ReportForm(rawValue: name) else {
                throw RequestFault(.badValue, "format", "format is json, csv, md or html")
            }
            self = form
            return
        }
        let accepted = request.headers[.accept] ?? ""
        let known: [(String, ReportForm)] = [
            ("application/json", .json), ("text/csv", .csv), ("text/markdown", .markdown), ("text/html", .html),
        ]
        let found = known.compactMap { type, form in accepted.firstRange(of: type).map { ($0.lowerBound, form) } }
        self = found.min { $0.0 < $1.0 }?.1 ?? .json
    }

    /// The report as an answer.
    func response(_ report: Report, for request: Request) -> Response {
        switch self {
        case .html: .tagged(report.page, for: request)
        case .json: .tagged(report.json, type: "application/json", for: request)
        case .csv: .tagged(report.csv, type: "text/csv; charset=utf-8", for: request)
        case .markdown: .tagged(report.markdown, type: "text/markdown; charset=utf-8", for: request)
        }
    }

    /// The report as a file; in HTML with its stylesheet inside, so that it needs nothing else.
    package func text(of report: Report) -> String {
        switch self {
        case .json: report.json + "\n"
        case .csv: report.csv
        case .markdown: report.markdown
        case .html: report.document
        }
    }
}
