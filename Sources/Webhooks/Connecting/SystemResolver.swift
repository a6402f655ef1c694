import NIOCore
import NIOPosix
import Synchronization

/// The system's own look-up of names, in threads of the system's queue since it blocks.
///
/// A look-up cannot be stopped: one whose limit has passed goes on unheard. So at most one runs for each name, and few at one
/// time, or else names whose servers never answer would take every thread.
package final class SystemResolver: AddressResolver {
    private static let mostLookups = 48
    private let running = Mutex<[String: EventLoopFuture<[IPAddress]>]>([:])

    package init() {}

    package func addresses(of name: String, within limit: Duration) async throws -> [IPAddress] {
        guard let lookup = lookup(name) else { throw NameNotFound() }
        let loop = lookup.eventLoop
        let answer = loop.makePromise(of: [IPAddress].self)
        let timer = loop.scheduleTask(in: TimeAmount(limit)) { answer.fail(NameNotFound()) }
        lookup.whenComplete { result in
            timer.cancel()
            // The second completion of a promise is passed over.
            answer.completeWith(result)
        }
        return try await answer.futureResult.get()
    }

    /// The look-up of that name that is running, or a new one; nil when too many run.
    private func lookup(_ name: String) -> EventLoopFuture<[IPAddress]>? {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: [IPAddress].self)
        let (future, isNew) = running.withLock { running -> (EventLoopFuture<[IPAddress]>?, Bool) in
            if let present = running[name] { return (present, false) }
            guard running.count < Self.mostLookups else { return (nil, false) }
            running[name] = promise.futureResult
            return (promise.futureResult, true)
        }
        guard isNew else {
            promise.fail(NameNotFound())
            return future
        }
        // The only resolver of SwiftNIO that is public; each is for one look-up. Both families come from one call of
        // `getaddrinfo`, which the first of the two lines starts.
        let resolver = NIORandomizedDNSResolver(loop: loop)
        let version6 = resolver.initiateAAAAQuery(host: name, port: 0)
        let version4 = resolver.initiateAQuery(host: name, port: 0)
        version4.and(version6)
            .map { found in (found.0 + found.1).compactMap { $0.ipAddress.flatMap { IPAddress($0) } } }
            .always { _ in self.running.withLock { _ = $0.removeValue(forKey: name) } }
            .cascade(to: promise)
        return future
    }
}
