import Figures
import Policy
import Postgres

extension FigureStore {
    /// The statements that read what is needed of some days: of what happened, of what stands at their end.
    ///
    /// `cuts` are the days with which a new stretch begins. What stands at the end of a stretch is the sum of what came and
    /// went in all until then; of each hour of a day it is not told apart. Of what is under way, what stands is what stands now.
    func selects(
        _ needs: FigureNeeds,
        _ days: Range<Int>,
        _ filter: FigureFilter,
        _ group: SelectSums.Group = .stretch,
        cuts: [Int] = []
    ) -> (flow: [Statement], standing: [Statement]) {
        var (flow, standing): ([Statement], [Statement]) = ([], [])
        if !needs.measures.isEmpty {
            var select = SelectSums(measures: needs.measures.ordered, days: days, zone: reportZone)
            select.filter = filter
            select.group = group
            select.cuts = cuts
            select.byLabel = needs.hasLabels
            select.buckets = needs.buckets
            flow.append(select.statement)
        }
        if !needs.standing.isEmpty {
            let reach = StandingReach(until: days.upperBound, at: now(), in: reportZone)
            standing += foreseen(needs, reach, filter, group, cuts)
            var select = SelectSums(measures: needs.standing.ordered, days: 0..<reach.endDay, zone: reportZone)
            select.filter = filter
            select.group = group == .hour ? .stretch : group
            select.cuts = cuts
            select.byLabel = needs.hasLabels
            standing.append(select.statement)
        }
        return (flow, standing)
    }

    /// The statement that takes away what is still to come of today, if any of what is needed can be.
    private func foreseen(
        _ needs: FigureNeeds,
        _ reach: StandingReach,
        _ filter: FigureFilter,
        _ group: SelectSums.Group,
        _ cuts: [Int]
    ) -> [Statement] {
        let measures = needs.standing.intersection(StandingReach.foreseen).ordered
        if measures.isEmpty || reach.ahead.isEmpty { return [] }
        let dimension: Dimension? = if case .dimension(let dimension) = group { dimension } else { nil }
        return [
            SelectForeseen(
                measures: measures,
                hours: reach.ahead,
                filter: filter,
                dimension: dimension,
                stretch: cuts.count { $0 < reach.endDay }
            ).statement
        ]
    }
}

extension Set<Measure> {
    /// In one order, so that a statement is the same each time.
    fileprivate var ordered: [Measure] { Measure.allCases.filter(contains) }
}
