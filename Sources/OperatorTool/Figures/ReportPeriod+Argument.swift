import ArgumentParser
import Figures

extension ReportPeriod {
    static let help = ArgumentHelp("The period: 2026-03, 2026-Q1, 2026-W12 or 2026-03-09.", valueName: "period")

    /// A month, a quarter, an ISO week or a day, as reports write it.
    @Sendable static func argument(_ text: String) throws -> ReportPeriod {
        if let period = ReportPeriod(text) { return period }
        throw ValidationError(
            "there is no such month (2026-03), quarter (2026-Q1), week (2026-W12) or day (2026-03-09)"
        )
    }
}
