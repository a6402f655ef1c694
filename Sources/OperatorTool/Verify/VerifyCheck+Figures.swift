import MetricsAggregator

extension VerifyCheck {
    /// What must hold of the figures; they can be compared only when everything has been folded.
    static let ofFigures: [VerifyCheck] = [
        VerifyCheck(
            name: "figures",
            sentence: "each figure's cells are what the rows of messages, cases, clocks and surveys add up to",
            query: Recount.cells
        ),
        VerifyCheck(
            name: "figure-days",
            sentence: "each closed day's sums are what its cells add up to",
            query: Recount.days
        ),
    ]
}
