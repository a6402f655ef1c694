package import Contract
package import Figures
package import Hummingbird
import Pages
package import Program

/// The dashboard: pages made on the server from the figures, and the stream that tells them when to look again.
package struct Dashboard: Sendable {
    let figures: @Sendable () async throws -> any FigureSource
    let health: any HealthSource
    let cases: any CaseSource
    let feed: LiveFeed
    /// Values of filters change seldom, and reading them takes longer than a page does.
    private let choices = Remembered<[Dimension: [String]]>(for: .seconds(30))
    let isGuarded: Bool
    let now: @Sendable () -> Instant

    /// A dashboard of these figures.
    ///
    /// - Parameters:
    ///   - health: Where the state of the pipeline comes from.
    ///   - cases: Where a single case comes from.
    ///   - isGuarded: Whether there is a dashboard token, and so somebody to sign out.
    ///   - now: The clock.
    ///   - figures: Where all figures come from; asked for each page.
    package init(
        health: any HealthSource,
        cases: any CaseSource,
        isGuarded: Bool,
        now: @escaping @Sendable () -> Instant = { Instant.now() },
        figures: @escaping @Sendable () async throws -> any FigureSource
    ) {
        self.figures = figures
        self.health = health
        self.cases = cases
        self.isGuarded = isGuarded
        self.now = now
        feed = LiveFeed { try await figures().summary(FigureFilter()) }
    }

    /// Adds the pages, their script, and `GET /api/v1/live`.
    package func addRoutes(to router: Router<WebContext>) {
        router.serve(LiveScript.asset)
        router.get("api/v1/live") { _, _ in try await feed.response() }
        router.page(self, .overview, Self.overview)
        router.topic(self, .volume) { try await $0.volume() }
        router.topic(self, .response) { try await $0.response() }
        router.topic(self, .satisfaction) { try await $0.satisfaction() }
        router.topic(self, .escalations) { try await $0.escalations() }
        router.topic(self, .marketplace) { try await $0.marketplace() }
        router.topic(self, .admins) { try await $0.admins() }
        router.page(self, .health) { _, frame in
            let page = HealthPage(state: try await health.pipelineState(), zone: frame.zone, now: frame.now)
            return frame.page("Pipeline", lead: page.lead, page.content)
        }
        router.page(self, .reports) { topics, frame in
            let issued = try await topics.source.issuedReports()
            let lead = "Each says the same on its page, on paper and as a file."
            return frame.page(
                "Reports",
                lead: lead,
                ReportsPage(issued: issued, zone: frame.zone, now: frame.now).content
            )
        }
        addDetails(to: router)
    }

    private static func overview(_ topics: Topics, _ frame: Frame) async throws -> Page {
        let overview = try await topics.overview()
        return frame.page("Overview", lead: overview.lead, overview.content)
    }

    /// Has in place what a first page would wait for: sessions with their plans, the values of filters, the summary.
    ///
    /// Of what fails nothing is said: the first page says it.
    package func warmUp() async {
        // As many at once as there are sessions, so that each has planned what pages read.
        await withTaskGroup(of: Void.self) { tasks in
            for _ in 0..<ReadPool.sessions {
                tasks.addTask { _ = try? await figures().summary(FigureFilter()) }
            }
        }
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: Frame.Place.overview.link.text)
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        _ = try? await answer(request, at: .overview, Self.overview)
    }

    private func addDetails(to router: Router<WebContext>) {
        router.get(RouterPath(CasesPage.path)) { request, context -> Response in
            if let refusal = refusal(context) { return refusal }
            return try await answer(request, at: nil) { topics, frame in
                let question = try CasesPage.question(PercentCode.fields(request.uri.query ?? ""), topics.view)
                let found = try await topics.source.cases(question)
                let page = CasesPage(question: question, page: found, view: topics.view, zone: frame.zone)
                return frame.page(page.title, lead: page.lead, page.content)
            }
        }
        router.get(RouterPath(CaseFilePage.path)) { request, context -> Response in
            if let refusal = refusal(context) { return refusal }
            return try await answer(request, at: nil) { topics, frame in
                let id = try CaseFilePage.id(PercentCode.fields(request.uri.query ?? ""))
                guard let file = try await cases.caseFile(id) else {
                    throw PageFault.notFound("There is no case “\(id)”, or it was let go by the policy's retention.")
                }
                let page = CaseFilePage(file: file, view: topics.view, zone: frame.zone)
                return frame.page(page.title, lead: page.lead, page.content)
            }
        }
        router.get("reports/:kind/:period") { request, context in
            let kind = try context.parameters.require("kind", as: String.self)
            let name = try context.parameters.require("period", as: String.self)
            return try await answer(request, at: nil) { topics, frame in
                let period = try ReportsPage.period(name, kind)
                let report = try await topics.source.report(period, topics.view.filter)
                let page = ReportPage(report: report, view: topics.view.with(period), zone: frame.zone)
                return frame.page(page.title, lead: page.lead, page.content)
            }
        }
        router.add(
            middleware: UnknownPathMiddleware { request, context in
                if request.uri.path == "/api" || request.uri.path.hasPrefix("/api/") { return nil }
                // A page about what is not there names what there is to choose from.
                try context.mayRead()
                return try await answer(request, at: nil) { _, _ in
                    throw PageFault.notFound("There is no page at \(request.uri.path.prefix(200)).")
                }
            }
        )
    }

    /// The page that says why somebody may not see a case; nil for who may.
    private func refusal(_ context: WebContext) -> Response? {
        do throws(HTTPError) {
            try context.mayOpenCases()
            return nil
        } catch {
            let sentence = "This token opens figures and no single case; " + (error.body ?? "") + "."
            return .page(FaultPage.page("Not with this token", sentence), .forbidden)
        }
    }

    /// What pages ask; the summary of everything is the one that listeners are told, at most two seconds old.
    private func topics(_ figures: any FigureSource, _ view: View, at now: Instant, _ zone: ReportZone) -> Topics {
        Topics(source: figures, view: view, now: now, today: zone.date(at: now)) {
            view.filter.values.isEmpty ? try await feed.current() : try await figures.summary(view.filter)
        }
    }

    /// Makes a page and sends it, unless the browser has it already; what goes wrong is said on a page too.
    func answer(
        _ request: Request,
        at place: Frame.Place?,
        _ make: (Topics, Frame) async throws -> Page
    ) async throws -> Response {
        do {
            let figures = try await figures()
            async let zoneNow = figures.zone()
            async let choicesNow = self.choices.value { try await figures.choices() }
            let (zone, choices, now) = (try await zoneNow, try await choicesNow, now())
            let query = PercentCode.fields(request.uri.query ?? "")
            var view = View(query: query, today: zone.date(at: now))
            view.titles = try await figures.titles()
            let frame = Frame(place: place, view: view, choices: choices, zone: zone, now: now, isGuarded: isGuarded)
            do {
                if let asked = view.unknownPeriod {
                    throw PageFault.unknownPeriod(asked, on: place, current: view.period)
                }
                try await figures.check(view.filter)
                return .tagged(try await make(topics(figures, view, at: now, zone), frame), for: request)
            } catch let fault as PageFault {
                return .page(frame.page(fault), fault.status)
            } catch let error as CaseFault {
                let fault = PageFault(error)
                return .page(frame.page(fault), fault.status)
            } catch let error as UnknownValue {
                let fault = PageFault.unknownValue(error, on: place, view)
                return .page(frame.page(fault), fault.status)
            }
        } catch let fault as ReadFault {
            var response = Response.page(FaultPage.page("Not now", fault.sentence), fault.status)
            response.headers[.retryAfter] = "5"
            return response
        }
    }
}

extension Router<WebContext> {
    /// Adds a page of the navigation.
    fileprivate func page(
        _ dashboard: Dashboard,
        _ place: Frame.Place,
        _ make: @escaping @Sendable (Topics, Frame) async throws -> Page
    ) {
        get(RouterPath(place.link.text)) { request, _ in
            try await dashboard.answer(request, at: place, make)
        }
    }

    /// Adds a page about one topic.
    fileprivate func topic(
        _ dashboard: Dashboard,
        _ place: Frame.Place,
        _ make: @escaping @Sendable (Topics) async throws -> TopicPage
    ) {
        page(dashboard, place) { topics, frame in
            async let quiet = topics.quiet(on: place)
            let topic = try await make(topics)
            let silence = Quiet.part(try await quiet)
            return frame.page(topic.title, lead: topic.lead, "\(silence)\(topic.content)")
        }
    }
}
