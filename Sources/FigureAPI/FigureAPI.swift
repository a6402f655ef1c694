package import Figures
package import Hummingbird
import MetricsAggregator
package import Program

/// The figures over HTTP: the summary, reports in four forms, and the cases behind a figure.
package struct FigureAPI: Sendable {
    private let source: @Sendable () async throws -> any FigureSource

    /// An API that asks the source it is given for each request.
    package init(source: @escaping @Sendable () async throws -> any FigureSource) {
        self.source = source
    }

    /// An API that reads with the sessions of a site, by the policy in force.
    package init(_ supplies: SiteSupplies) {
        let stores = FigureStores(supplies.database)
        self.init { try await stores.store() }
    }

    /// Adds `/api/v1/summary`, `/api/v1/reports/…`, `/api/v1/cases` and `/openapi.json`.
    package func addRoutes(to router: Router<WebContext>) {
        router.get("/api/v1/summary") { request, _ in
            let source = try await source()
            let filter = try FigureFilter(request)
            try await Self.check(filter, by: source)
            return Response.tagged(try await source.summary(filter).json, type: Self.json, for: request)
        }
        router.get("/api/v1/reports/:kind/:period") { request, context in
            let period = try Self.period(of: context)
            let form = try ReportForm(request)
            let source = try await source()
            let filter = try FigureFilter(request, besides: ["format"])
            try await Self.check(filter, by: source)
            let report = try await source.report(period, filter)
            return form.response(report, for: request)
        }
        router.get("/api/v1/cases") { request, context -> Response in
            do throws(HTTPError) {
                try context.mayOpenCases()
            } catch {
                throw RequestFault(.forbidden, nil, error.body ?? "")
            }
            let source = try await source()
            let question = try CaseQuestion(request, today: try await source.zone())
            try await Self.check(question.filter, by: source)
            do {
                return Response.tagged(try await source.cases(question).json, type: Self.json, for: request)
            } catch let fault as CaseFault {
                throw RequestFault(fault)
            }
        }
        router.get("/openapi.json") { request, _ in
            Response.tagged(OpenAPI.text, type: Self.json, for: request)
        }
        router.add(
            middleware: UnknownPathMiddleware { request, _ in
                guard request.uri.path == "/api" || request.uri.path.hasPrefix("/api/") else { return nil }
                let sentence =
                    request.method == .get ? "there is no such path" : "nothing here takes \(request.method.rawValue)"
                throw RequestFault(.unknownPath, nil, sentence + ": /openapi.json describes what there is")
            }
        )
    }

    static let json = "application/json"

    private static func check(_ filter: FigureFilter, by source: any FigureSource) async throws {
        do { try await source.check(filter) } catch let value as UnknownValue {
            throw RequestFault(.badValue, value.dimension.rawValue, value.sentence)
        }
    }

    private static func period(of context: WebContext) throws -> ReportPeriod {
        let kinds = "weekly, biweekly, monthly and quarterly"
        guard let kind = context.parameters.get("kind").flatMap(ReportPeriod.Kind.init(rawValue:)), kind != .day else {
            throw RequestFault(.unknownReport, "kind", "there are \(kinds) reports")
        }
        guard let period = context.parameters.get("period").flatMap({ ReportPeriod($0, as: kind) }) else {
            let sentence = "a \(kind.rawValue) period is written as \(kind.example)"
            throw RequestFault(.badValue, "period", sentence)
        }
        return period
    }
}
