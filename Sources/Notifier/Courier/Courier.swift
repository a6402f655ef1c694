import Contract
import Logging
import Mail
import Policy
import ServiceLifecycle
import Synchronization
import Webhooks

/// Sends letters beside the lanes, so that no send holds a transaction, and reports what became of each as mail of the stage.
///
/// It remembers nothing: a letter that it was given and did not report on is claimed again by the recipient's partition when
/// its claim has run out, by this process or another.
package final class Courier: Sender, Service, CustomStringConvertible {
    private struct State {
        /// Letters that it has, until what became of them is stored.
        var held: Set<UUIDv7> = []
        var webhooks: [String: Standing] = [:]
        var webhookCount = 0
    }

    /// How a receiver of webhooks does.
    private struct Standing {
        var underway = 0
        /// Failed sends in a row.
        var failures = 0
    }

    /// Mails that wait at most; more are put off.
    private static let mailRoom = 1_000
    /// Webhooks under way or waiting for their turn, in all and for one receiver.
    private static let webhookRoom = 1_000
    private static let roomPerReceiver = 16
    /// How long a drain waits for sends under way.
    private static let drain = Duration.seconds(8)

    private let settings: CourierSettings
    private let state = Mutex(State())
    private let mails = ParcelQueue()
    private let calls = ParcelQueue()
    private let reports: ReportDesk
    private let metrics = CourierMetrics()

    /// A courier with those ways out.
    package init(_ settings: CourierSettings) {
        self.settings = settings
        reports = ReportDesk(settings)
    }

    package var description: String { "courier" }

    var means: Means {
        Means(mail: settings.mailServer != nil, webhooks: settings.webhooks != nil)
    }

    func room(_ channel: NoticeChannel, target: String) -> Room {
        guard channel == .webhook else { return mails.count < Self.mailRoom ? .free : .soon }
        let origin = Self.origin(target)
        return state.withLock { state in
            let standing = state.webhooks[origin] ?? Standing()
            if standing.underway < (standing.failures >= 4 ? 4 : Self.roomPerReceiver) {
                return state.webhookCount < Self.webhookRoom ? .free : .soon
            }
            return standing.failures >= 4 ? .late : .soon
        }
    }

    func holds(_ letter: UUIDv7) -> Bool { state.withLock { $0.held.contains(letter) } }

    func take(_ parcel: Parcel) {
        let isNew = state.withLock { state in
            guard state.held.insert(parcel.letter.id).inserted else { return false }
            if parcel.channel == .webhook {
                state.webhooks[Self.origin(parcel.target), default: Standing()].underway += 1
                state.webhookCount += 1
            }
            return true
        }
        guard isNew else { return }
        let item = ParcelQueue.Item(parcel: parcel, deadline: .now + settings.patience)
        let isTaken = parcel.channel == .webhook ? calls.add(item) : mails.add(item)
        if !isTaken { finish(parcel, SendReport(parcel, .untried, cause: "stopping", at: .now())) }
    }

    package func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [reports] in
                await reports.work { letters in self.state.withLock { $0.held.subtract(letters) } }
            }
            await send()
            reports.close()
        }
        settings.logger.info("The courier drained and stopped")
    }

    /// Sends until it is asked to stop; what is under way then has a while to end.
    private func send() async {
        await withTaskGroup(of: Bool.self) { group in
            var workers = 0
            if let server = settings.mailServer {
                for _ in 0..<settings.mailConnections {
                    workers += 1
                    group.addTask {
                        await self.deliverMail(server)
                        return false
                    }
                }
            }
            if let webhooks = settings.webhooks {
                workers += 1
                group.addTask {
                    await self.callReceivers(webhooks.sender, webhooks.secrets)
                    return false
                }
            }
            let drain = workers == 0 ? Duration.zero : Self.drain
            group.addTask {
                try? await gracefulShutdown()
                for item in self.mails.close() + self.calls.close() {
                    self.finish(item.parcel, SendReport(item.parcel, .untried, cause: "stopping", at: .now()))
                }
                try? await Task.sleep(for: drain)
                return true
            }
            while let isOver = await group.next(), !isOver {
                workers -= 1
                if workers == 0 { break }
            }
            group.cancelAll()
        }
    }

    private func deliverMail(_ server: MailServer) async {
        let client = MailClient(server: server, limits: settings.mailLimits)
        while let item = await mails.next() {
            guard case .mail(let message) = item.parcel.content else { continue }
            guard ContinuousClock.now < item.deadline, !Task.isCancelled else {
                finish(item.parcel, SendReport(item.parcel, .untried, cause: "late", at: .now()))
                continue
            }
            let start = ContinuousClock.now
            let outcome = await client.deliver([message]).first
            let report = SendReport(item.parcel, outcome ?? .unknown(.lost), at: .now())
            metrics.sent(report, in: .now - start)
            finish(item.parcel, report)
            // A connection that nobody uses is not kept: the server would end it, and the next mail find out.
            if mails.count == 0 { await client.close() }
        }
        await client.close()
    }

    private func callReceivers(_ sender: WebhookSender, _ secrets: SigningSecrets) async {
        await withDiscardingTaskGroup { group in
            while let item = await calls.next() {
                guard case .webhook(let url, let message) = item.parcel.content else { continue }
                group.addTask {
                    let start = ContinuousClock.now
                    let signing = secrets.withDerived(for: item.parcel.recipient.id)
                    let delivery = WebhookDelivery(message, to: url, secrets: signing)
                    let outcome = await sender.send(delivery)
                    let report = SendReport(item.parcel, outcome, at: .now())
                    self.metrics.sent(report, in: .now - start)
                    self.finish(item.parcel, report)
                }
            }
        }
        sender.close()
    }

    /// Notes how it ended, and has that reported.
    private func finish(_ parcel: Parcel, _ report: SendReport) {
        if parcel.channel == .webhook {
            let origin = Self.origin(parcel.target)
            state.withLock { state in
                state.webhookCount -= 1
                var standing = state.webhooks[origin] ?? Standing()
                standing.underway -= 1
                switch report.verdict {
                case .delivered, .refused: standing.failures = 0
                case .again: standing.failures += 1
                case .untried: break
                }
                state.webhooks[origin] = standing.underway == 0 && standing.failures == 0 ? nil : standing
                // Receivers that were given up on long ago are forgotten.
                if state.webhooks.count > 10_000 { state.webhooks = state.webhooks.filter { $0.value.underway > 0 } }
            }
        }
        reports.add(report)
    }

    /// Scheme, host and port of a URL: who shares the turns.
    private static func origin(_ url: String) -> String {
        guard let scheme = url.firstRange(of: "://") else { return url }
        let rest = url[scheme.upperBound...]
        return url[..<scheme.upperBound].lowercased() + rest.prefix { !"/?#".contains($0) }.lowercased()
    }
}
