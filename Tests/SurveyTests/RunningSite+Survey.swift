import Program
import SiteKit

@testable import Survey

extension RunningSite {
    /// Runs the survey's site over a desk's database while the body runs.
    static func run(_ desk: SurveyDesk, _ body: (RunningSite) async throws -> Void) async throws {
        try await run(
            SurveySite(stage: desk.stage).site,
            of: "survey",
            on: desk.url,
            tokens: [.everything: "dashboard"],
            askedWith: ["Accept": "text/html"],
            body
        )
    }
}
