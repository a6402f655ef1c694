package import Contract
import NIOCore

/// Sends webhooks: judged by the guard, signed, within limits, each over a connection of its own.
///
/// HTTP/1.1 does not say which request an answer is for, so on a connection that is used again the late second answer of a
/// receiver could be taken for the answer to the next webhook.
///
/// Sends may be started in any number at one time. Those to one origin take turns among themselves, so a slow receiver holds up
/// nobody else's.
package final class WebhookSender: Sendable {
    private let targetGuard: TargetGuard
    private let resolver: any AddressResolver
    private let connector: Connector
    private let limits: SendLimits
    private let turns: Turns
    private let now: @Sendable () -> Instant

    /// Makes a sender; it holds no connection before the first send.
    package init(
        guard targetGuard: TargetGuard,
        resolver: any AddressResolver = SystemResolver(),
        trust: WebhookTrust = .system,
        limits: SendLimits = SendLimits(),
        now: @escaping @Sendable () -> Instant = { .now() }
    ) throws(UnusableTrust) {
        self.targetGuard = targetGuard
        self.resolver = resolver
        self.limits = limits
        self.now = now
        connector = try Connector(trust: trust, limits: limits)
        turns = Turns(limits: limits)
    }

    /// Makes one attempt and tells what became of it; it never throws and ends within the limits.
    ///
    /// Cancellation ends it at once, or, while a connection is being opened, within the limit for that.
    package func send(_ delivery: WebhookDelivery) async -> SendOutcome {
        let target: Target
        do throws(GuardRefusal) {
            target = try targetGuard.target(delivery.url)
        } catch {
            return .forbidden(error)
        }
        switch await turns.take(at: target.origin) {
        case .turnedAway(let setback):
            return .tryAgain(setback, after: nil)
        case .granted:
            let outcome = await attempt(delivery, to: target)
            turns.giveBack(at: target.origin)
            return outcome
        }
    }

    /// Turns away what waits and what comes later; sends under way go on to their end.
    package func close() {
        turns.close()
    }

    private func attempt(_ delivery: WebhookDelivery, to target: Target) async -> SendOutcome {
        let deadline = NIODeadline.now() + TimeAmount(limits.whole)
        let request = WebhookRequest(delivery, to: target, at: now())
        do throws(Stop) {
            let connection = try await connect(target.origin, until: deadline)
            guard !Task.isCancelled else {
                connection.close()
                return .tryAgain(.cancelled, after: nil)
            }
            let result = await connection.exchange(request, until: deadline)
            let fault = NIODeadline.now() < deadline ? ConnectionFault.unreachable : .timeLimit
            return outcome(of: result) ?? .tryAgain(.notConnected(fault), after: nil)
        } catch {
            return error.outcome
        }
    }

    /// Looks the name up once, has every address checked, and connects to one of these very addresses.
    private func connect(_ origin: Target.Origin, until deadline: NIODeadline) async throws(Stop) -> Connection {
        let addresses: [IPAddress]
        switch origin.host {
        case .address(let address): addresses = [address]
        case .name(let name):
            let limit = min(limits.lookup, limits.whole)
            addresses = (try? await resolver.addresses(of: name, within: limit)) ?? []
        }
        guard !addresses.isEmpty else { throw Stop(.tryAgain(.nameNotFound, after: nil)) }
        do throws(GuardRefusal) {
            try targetGuard.check(addresses, of: origin)
        } catch {
            throw Stop(.forbidden(error))
        }
        do throws(ConnectionFault) {
            return try await connector.connect(origin, to: addresses, until: deadline)
        } catch {
            throw Stop(.tryAgain(.notConnected(error), after: nil))
        }
    }

    /// The outcome of an exchange; nil when nothing was sent.
    private func outcome(of result: ExchangeHandler.Result) -> SendOutcome? {
        switch result {
        case .notSent: nil
        case .silent(let silence): .unknown(silence)
        case .answered(let status, let retryAfter):
            SendOutcome(
                status: status,
                retryAfter: retryAfter.flatMap { RetryAfter.duration($0, at: now(), atMost: limits.retryAfter) }
            )
        }
    }

    /// An outcome that came before the request could be sent.
    private struct Stop: Error {
        let outcome: SendOutcome

        init(_ outcome: SendOutcome) {
            self.outcome = outcome
        }
    }
}
