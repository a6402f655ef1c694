import MetricsAggregator

extension VerifyCheck {
    /// What must hold of the figures; they can be compared only when everything has been folded.
    static let ofFigures: [VerifyCheck] = [
        VerifyCheck(
            name: "figures",
            sentence: "each figure's cells are what the rows of messages, cases, clocks and surveys add up to",
            whenFolded: true,
            query: Recount.cells
        ),
        VerifyCheck(
            name: "figure-people",
            sentence: "who is counted as writing or reporting in a month is who did",
            whenFolded: true,
            query: Recount.people
        ),
        VerifyCheck(
            name: "figure-presence",
            sentence: "each admin's coming and leaving is what was told of it",
            whenFolded: true,
            query: Recount.presence
        ),
        VerifyCheck(
            name: "figure-usage",
            sentence: "each month's active users are those that were told last",
            whenFolded: true,
            query: Recount.usage
        ),
        VerifyCheck(
            name: "figure-upheld",
            sentence: "the flags that count for what recurs are those that were upheld",
            whenFolded: true,
            query: Recount.upheld
        ),
        VerifyCheck(
            name: "figure-days",
            sentence: "each closed day's sums are what its cells add up to, an open one's with what has come since",
            query: Recount.days
        ),
        VerifyCheck(
            name: "figure-months",
            sentence: "each closed month's sums are what those of its days add up to",
            query: Recount.months
        ),
    ]
}
