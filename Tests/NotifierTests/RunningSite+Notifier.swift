import Program
import SiteKit

@testable import Notifier

extension RunningSite {
    /// Runs the notifier's site over a notifier's database while the body runs.
    static func run(_ notifier: DatabaseNotifier, _ body: (RunningSite) async throws -> Void) async throws {
        try await run(
            UnsubscribeSite(notifier.memory).site,
            of: "notifier",
            on: notifier.url,
            tokens: [.everything: "dashboard"],
            askedWith: ["Accept": "text/html"],
            body
        )
    }
}
