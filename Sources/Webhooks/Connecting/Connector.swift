import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Opens connections to addresses that the guard has checked.
///
/// It stands on SwiftNIO itself and not on AsyncHTTPClient. That library looks names up on its own; its `dnsOverride` can pin a name
/// to an address but holds for a whole client, so each target would need a client and a pool of its own, rebuilt whenever the
/// address changes. It also does not tell whether a request had gone out before its connection was lost, which decides
/// between "try again" and "unknown". Here the bootstrap is given an address, never a name, so nothing can look up a
/// second time, while the name still is what TLS asks for and checks and what the `Host` header says.
struct Connector: Sendable {
    private let tls: NIOSSLContext
    private let limits: SendLimits

    /// Loads the certificates of the authorities that are trusted.
    init(trust: WebhookTrust, limits: SendLimits) throws(UnusableTrust) {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        if case .authorities(let file) = trust { configuration.trustRoots = .file(file) }
        do {
            tls = try NIOSSLContext(configuration: configuration)
        } catch {
            throw UnusableTrust()
        }
        self.limits = limits
    }

    /// Tries the addresses one after another within the limit.
    func connect(
        _ origin: Target.Origin,
        to addresses: [IPAddress],
        until deadline: NIODeadline
    ) async throws(ConnectionFault) -> Connection {
        let last = min(deadline, .now() + TimeAmount(limits.connect))
        // More addresses than these are no more likely to answer, and each takes its share of the time.
        let tried = addresses.prefix(4)
        var fault = ConnectionFault.unreachable
        for (index, address) in tried.enumerated() {
            let now = NIODeadline.now()
            guard now < last else { throw .timeLimit }
            let share = (last - now).nanoseconds / Int64(tried.count - index)
            do throws(ConnectionFault) {
                return try await attempt(origin, at: address, until: now + .nanoseconds(share))
            } catch {
                fault = error
            }
        }
        throw fault
    }

    private func attempt(
        _ origin: Target.Origin,
        at address: IPAddress,
        until deadline: NIODeadline
    ) async throws(ConnectionFault) -> Connection {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let ready = loop.makePromise(of: Connection.self)
        do {
            let socket = try SocketAddress(packedIPAddress: ByteBuffer(bytes: address.bytes), port: origin.port)
            ClientBootstrap(group: loop)
                .connectTimeout(max(.milliseconds(1), deadline - .now()))
                .channelOption(.socketOption(.tcp_nodelay), value: 1)
                .channelInitializer { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try addHandlers(to: channel, origin, until: deadline, ready)
                    }
                }
                .connect(to: socket)
                // Where the handler has told a better cause already, this one is passed over.
                .whenFailure { _ in ready.fail(.now() < deadline ? ConnectionFault.unreachable : .timeLimit) }
        } catch {
            ready.fail(ConnectionFault.unreachable)
        }
        do {
            return try await ready.futureResult.get()
        } catch {
            throw error as? ConnectionFault ?? .unreachable
        }
    }

    private func addHandlers(
        to channel: any Channel,
        _ origin: Target.Origin,
        until deadline: NIODeadline,
        _ ready: EventLoopPromise<Connection>
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        if origin.isEncrypted {
            // Without a name the certificate is checked against the address of the connection.
            let name: String? = if case .name(let name) = origin.host { name } else { nil }
            try pipeline.addHandler(NIOSSLClientHandler(context: tls, serverHostname: name))
        }
        var decoder = NIOHTTPDecoderLimitConfiguration()
        decoder.maxHeaderFieldSize = limits.answerBytes
        decoder.maxHeaderListSize = limits.answerBytes
        try pipeline.addHTTPClientHandlers(decoderLimitConfiguration: decoder)
        try pipeline.addHandler(
            ExchangeHandler(
                origin: origin,
                limits: limits,
                connectDeadline: deadline,
                ready: ready
            )
        )
    }
}

/// Whose certificates are believed.
package enum WebhookTrust: Sendable {
    /// The authorities that the system trusts.
    case system
    /// Only those in this PEM file.
    case authorities(inFile: String)
}

/// The certificates of the trusted authorities cannot be loaded.
package struct UnusableTrust: Error {}
