package import Hummingbird
package import Logging
package import Redis

/// The pages and answers that a program serves beside its status endpoints.
///
/// A site has a sign-in form, the stylesheet, security headers, a limit per client, and refuses what another site's
/// pages ask in a signed-in browser's name. All its paths need the dashboard token where there is one, but for those
/// that begin with one of the open paths.
package struct Site: Sendable {
    let openPaths: [String]
    let addRoutes: @Sendable (Router<WebContext>, SiteSupplies) -> Void

    /// A site with the routes that the closure adds.
    ///
    /// An open path begins and ends with a slash, such as `/answer/`; who may see what there is the route's business.
    package init(
        openPaths: [String] = [],
        addRoutes: @escaping @Sendable (Router<WebContext>, SiteSupplies) -> Void
    ) {
        self.openPaths = openPaths
        self.addRoutes = addRoutes
    }
}

/// What routes work with.
package struct SiteSupplies: Sendable {
    package let settings: WorkerSettings
    /// Sessions for reading, off the lanes.
    package let database: ReadPool
    /// A connection for publishing; it connects when it is first used.
    package let redis: RedisClient
    package let logger: Logger
    private let preparations = Preparations()

    package init(settings: WorkerSettings, database: ReadPool, redis: RedisClient, logger: Logger) {
        self.settings = settings
        self.database = database
        self.redis = redis
        self.logger = logger
    }

    /// The supplies of a program with these settings.
    init(_ settings: WorkerSettings, logger: Logger) {
        self.init(
            settings: settings,
            database: ReadPool(settings.database, name: "\(settings.program)-http"),
            redis: RedisClient(url: settings.redis, name: "\(settings.program)-http", logger: logger),
            logger: logger
        )
    }

    /// Has something done before the first request is taken, which only the first answer would wait for.
    ///
    /// It is done once. What takes longer than two seconds, as when a server is away, goes on beside the first requests.
    package func beforeServing(_ work: @escaping @Sendable () async -> Void) { preparations.add(work) }

    /// Does what is to be done before the first request.
    func prepare(within patience: Duration = .seconds(2)) async { await preparations.run(within: patience) }
}
