import Contract
import Hummingbird
import Logging
import NIOCore
import Pages
import Policy
import Postgres
package import Program

/// The page on which users answer, at `/survey/` and the token: a GET shows it and records nothing, a POST records.
///
/// The token is all that it takes, so the page is open to who has it. What is sent reaches the survey's lane as a letter,
/// and is told as kept only when PostgreSQL has it.
package struct SurveySite: Sendable {
    private let stage: SurveyStage

    /// The page of the surveys that the stage sends.
    package init(stage: SurveyStage) { self.stage = stage }

    /// What is served beside the status endpoints.
    package var site: Site {
        Site(openPaths: ["/survey/"]) { router, supplies in
            let limiter = Limiter(RateLimit(every: .seconds(3), burst: 20))
            router.get("/survey/:token") { request, context -> Response in
                try await Visit(
                    stage: stage,
                    supplies: supplies,
                    request: request,
                    token: context.parameters.get("token")
                )
                .show()
            }
            router.post("/survey/:token") { request, context -> Response in
                let wait = limiter.wait(for: request.client(of: context))
                guard wait == .zero else { return .tooMany(wait) }
                return try await Visit(
                    stage: stage,
                    supplies: supplies,
                    request: request,
                    token: context.parameters.get("token")
                ).record()
            }
        }
    }
}

/// One request for a survey's page.
private struct Visit {
    let stage: SurveyStage
    let supplies: SiteSupplies
    let request: Request
    let token: String?

    private var isForProgram: Bool {
        request.headers[.accept]?.contains("application/json") == true
            || request.headers[.contentType]?.hasPrefix("application/json") == true
    }

    private var policy: SurveyPolicy { stage.surveyPolicy }
    private var factors: [AnswerSheet.Factor] {
        policy.factors.compactMap { AnswerSheet.Factor(rawValue: $0.rawValue) }
    }

    /// Shows the survey, and writes nothing.
    func show() async throws -> Response {
        guard let (token, survey) = try await find() else { return notFound }
        let words = words(for: survey)
        let lock = survey.locksAt(amendable: policy.amendable)
        let isOpen = Instant.now() <= lock
        let page = SurveyPage(words: words, factors: factors)
        if isForProgram {
            let payload = SurveyPayload(survey: survey, words: words, factors: factors, locksAt: lock, isOpen: isOpen)
            return .json(payload.json, .ok)
        }
        if request.uri.queryParameters["done"] == "1" { return .page(page.thanks(at: link(token), until: lock)) }
        guard isOpen else { return .page(page.closed, .gone) }
        return .page(page.form(survey, at: link(token), survey.sheet, faults: [:]))
    }

    /// Keeps what was filled in.
    func record() async throws -> Response {
        guard let (token, survey) = try await find() else { return notFound }
        let words = words(for: survey)
        let page = SurveyPage(words: words, factors: factors)
        let now = Instant.now()
        guard now <= survey.locksAt(amendable: policy.amendable) else {
            return isForProgram ? .json("{\"error\":\"locked\"}", .gone) : .page(page.closed, .gone)
        }
        guard let fields = try await fields() else { return .json("{\"error\":\"malformed\"}", .badRequest) }
        let form = SurveyForm(fields, to: survey)
        guard form.faults.isEmpty else {
            if isForProgram {
                let names = Fields(form.faults.map { ($0.key, "\($0.value)") }.sorted { $0.0 < $1.0 })
                return .json("{\"error\":\"invalid\",\"fields\":\(names.json)}", .unprocessableContent)
            }
            return .page(page.form(survey, at: link(token), form.sheet, faults: form.faults), .unprocessableContent)
        }
        let posted = PostedAnswer(
            survey: survey,
            token: token,
            event: EventID.generate(),
            sheet: form.sheet,
            time: max(now, survey.sentAt)
        )
        do {
            _ = try await supplies.database.run(posted.statements)
        } catch {
            supplies.logger.warning("An answer could not be kept", metadata: ["why": "\(error)"])
            return isForProgram
                ? .json("{\"error\":\"unavailable\"}", .serviceUnavailable) : .page(page.later, .serviceUnavailable)
        }
        if isForProgram { return .json("{\"status\":\"recorded\"}", .accepted) }
        return .seeOther(link(token).with("done", "1"))
    }

    /// The survey of the link; none of a user who was erased, of whom nothing is to be kept again.
    private func find() async throws -> (SurveyToken, OpenSurvey)? {
        guard let token = token.flatMap({ SurveyToken($0) }),
            let row = try await supplies.database.query(OpenSurvey.statement(token)).first,
            let survey = OpenSurvey(try CycleSurvey(row)), !survey.isOfErased
        else { return nil }
        return (token, survey)
    }

    private func fields() async throws -> [(name: String, value: String)]? {
        guard request.headers[.contentType]?.hasPrefix("application/json") == true else {
            return try await request.form()
        }
        var request = request
        do {
            return SurveyPayload.fields(String(buffer: try await request.collectBody(upTo: 64 << 10)))
        } catch is NIOTooManyBytesError {
            throw HTTPError(.contentTooLarge)
        }
    }

    private func words(for survey: OpenSurvey?) -> PageWords {
        PageWords.of(request.language(ofReader: survey?.language))
    }

    private func link(_ token: SurveyToken) -> Link { Link("survey", token.text).with("lang", request.chosenLanguage) }

    private var notFound: Response {
        isForProgram
            ? .json("{\"error\":\"unknown_survey\"}", .notFound)
            : .page(SurveyPage(words: words(for: nil), factors: []).unknown, .notFound)
    }
}

extension Response {
    fileprivate static func json(_ text: String, _ status: HTTPResponse.Status) -> Response {
        var headers = HTTPFields()
        headers[.contentType] = "application/json"
        headers[.cacheControl] = "no-store"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }
}
