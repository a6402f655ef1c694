import Configuration
import Hummingbird
import HummingbirdCore
package import Logging
import NIOCore
import ServiceLifecycle
import SystemPackage

/// Serves the status endpoints, and a program's site if it has one, for as long as the program lives.
package struct StatusServer: Service, CustomStringConvertible {
    package let description = "http"
    private let address: ListenAddress
    private let makeRouter: @Sendable () -> Router<WebContext>
    private let prepare: @Sendable () async -> Void
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// A server that is not yet bound.
    ///
    /// With any tokens, everything but `/healthz` needs one. `onListening` is called once with the
    /// port that was bound.
    package init(
        address: ListenAddress,
        tokens: AccessTokens,
        readiness: @escaping @Sendable () async -> Readiness,
        metrics: @escaping @Sendable () -> String,
        openMetrics: (@Sendable () -> String)? = nil,
        logger: Logger,
        site: (Site, SiteSupplies)? = nil,
        onListening: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.address = address
        let endpoints = StatusEndpoints(
            tokens: tokens,
            readiness: readiness,
            metrics: metrics,
            openMetrics: openMetrics
        )
        makeRouter = { site.map { endpoints.router(for: $0, with: $1) } ?? endpoints.router() }
        prepare = { await site?.1.prepare() }
        self.logger = logger
        self.onListening = onListening
    }

    /// Listens until the program stops; open requests are cut off then, since they cannot be worth a late exit.
    ///
    /// - Throws: a ``StartFault`` with status 78 when the address cannot be bound.
    package func run() async throws {
        // A client that sends nothing must not hold its connection for ever.
        let limits = ConfigReader(provider: InMemoryProvider(values: ["idleTimeout": 30.0]))
        // Being cut off is an error to Hummingbird; what matters to an operator is thrown.
        var silent = logger
        silent.logLevel = .critical
        let router = makeRouter()
        await prepare()
        let application = Application(
            router: router,
            server: .http1(configuration: HTTP1Channel.Configuration(reader: limits)),
            configuration: ApplicationConfiguration(address: .hostname(address.host, port: address.port)),
            onServerRunning: { channel in
                let port = channel.localAddress?.port ?? address.port
                logger.info("HTTP began to be served", metadata: ["host": "\(address.host)", "port": "\(port)"])
                await onListening(port)
            },
            logger: silent
        )
        do {
            try await cancelWhenGracefulShutdown { try await application.run() }
        } catch is CancellationError {
            return
        } catch let error as IOError where Errno(rawValue: error.errnoCode) == .addressInUse {
            throw StartFault(
                .configuration,
                "SAYPRO_HTTP is \(address), which another program has: end that one, or set another port"
            )
        } catch {
            throw StartFault(.configuration, "SAYPRO_HTTP is \(address): it cannot be listened on (\(error))")
        }
    }
}
