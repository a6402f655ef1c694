import ArgumentParser
import Figures

extension ReportPeriod: ExpressibleByArgument {
    static let help = ArgumentHelp("The period: 2026-03, 2026-Q1, 2026-W12 or 2026-03-09.", valueName: "period")

    /// A month, a quarter, an ISO week or a day, as reports write it.
    package init?(argument: String) { self.init(argument) }
}
