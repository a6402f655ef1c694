import BusinessTime
import Contract
package import Figures

extension FigureStore: FigureSource {
    package func zone() async throws -> ReportZone { reportZone }

    package func figures(
        _ ids: [String],
        _ period: ReportPeriod,
        _ filter: FigureFilter
    ) async throws -> [Figure] {
        let book = try await book(facts(period, filter, .of(ids)))
        return ids.compactMap { book.figure($0) }
    }

    package func breakdown(
        _ ids: [String],
        by dimension: Dimension,
        _ period: ReportPeriod,
        _ filter: FigureFilter
    ) async throws -> ReportTable {
        let parts = try await facts(period, by: dimension, filter, .of(ids))
        let example = book(PeriodFacts(period: period))
        let known = ids.filter { example.figure($0) != nil }
        return ReportTable(
            "by_\(dimension.rawValue)",
            "By \(dimension.rawValue)",
            columns: [.text(dimension.rawValue, dimension.title)]
                + known.map { id in .number(id, id, example.figure(id)?.unit ?? .count) },
            rows: parts.sorted { $0.key < $1.key }.compactMap { value, facts in
                let cells = known.map { ReportTable.Cell(self.book(facts).figure($0)?.value) }
                let isEmpty = cells.allSatisfy { $0 == .empty || $0 == .number(0) }
                return isEmpty ? nil : [.text(value)] + cells
            }
        )
    }

    package func series(
        _ ids: [String],
        step: Series.Step,
        _ period: ReportPeriod,
        _ filter: FigureFilter
    ) async throws -> [Series] {
        let zone = reportZone
        let steps = steps(of: period, step, zone)
        let cuts = Set(steps.map(\.first.day)).sorted()
        var trip = Trip()
        let own = selects(.of(ids), period.span, filter, step == .hour ? .hour : .stretch, cuts: cuts)
        let (flow, stand) = (trip.add(own.flow), trip.add(own.standing))
        let rows = try await reader.snapshot(trip.statements)
        let (flows, stands) = (Sums.groups(rows[flow]), Sums.groups(rows[stand]))
        // What stands at the end of a step is what stood before, and what has come and gone since.
        var (reached, standing) = (0, stands["0"] ?? Sums())
        let books = steps.map { step in
            var facts = PeriodFacts(period: ReportPeriod(days: step.first, to: LocalDate(day: step.end)))
            facts.sums = flows[step.part] ?? Sums()
            while reached < cuts.count, cuts[reached] < step.end {
                reached += 1
                standing.add(stands[String(reached)] ?? Sums())
            }
            facts.standing = standing
            return (step, self.book(facts))
        }
        let example = book(PeriodFacts(period: period))
        return ids.compactMap { id in
            guard let unit = example.figure(id)?.unit else { return nil }
            let points = books.compactMap { step, book in
                book.figure(id).map { Series.Point(label: step.label, start: step.start, figure: $0) }
            }
            return Series(id: id, unit: unit, points: points)
        }
    }

    package func heatMap(
        _ id: String,
        _ period: ReportPeriod,
        _ filter: FigureFilter
    ) async throws -> HeatMap {
        let measure: Measure =
            switch id {
            case "messages.sent": .sent
            case "cases.opened": .opened
            default: .received
            }
        var select = SelectSums(measures: [measure], days: period.first.day..<period.end.day, zone: reportZone)
        select.filter = filter
        select.group = .hourOfWeek
        select.byLabel = false
        var counts = Array(repeating: Array(repeating: 0, count: 24), count: 7)
        for (place, sums) in Sums.groups(try await reader.snapshot([select.statement])[...]) {
            let numbers = place.split(separator: " ").compactMap { Int($0) }
            guard numbers.count == 2, (1...7).contains(numbers[0]), (0...23).contains(numbers[1]) else { continue }
            counts[numbers[0] - 1][numbers[1]] += sums.n(measure)
        }
        return HeatMap(id: id, counts: counts)
    }

    package func choices() async throws -> [Dimension: [String]] {
        let today = reportZone.date(at: now())
        let period = ReportPeriod(days: LocalDate(day: today.day - 92), to: LocalDate(day: today.day + 1))
        let statements = Dimension.allCases.map { dimension in
            var select = SelectSums(
                measures: [.received, .sent, .resolved],
                days: period.first.day..<period.end.day,
                zone: reportZone
            )
            select.group = .dimension(dimension)
            select.byLabel = false
            return select.statement
        }
        let found = try await reader.snapshot(statements).map { rows in
            Sums.groups([rows]).keys.filter { !$0.isEmpty }.sorted()
        }
        return Dictionary(uniqueKeysWithValues: zip(Dimension.allCases, found))
    }

    /// One step of a series: what it is called, when it begins, and which group it is.
    private struct Step {
        let label: String
        let start: Instant
        let first: LocalDate
        let end: Int
        let part: String
    }

    private func steps(of period: ReportPeriod, _ step: Series.Step, _ zone: ReportZone) -> [Step] {
        var steps: [Step] = []
        switch step {
        case .hour:
            for hour in zone.firstHour(of: period.first.day)..<zone.firstHour(of: period.end.day) {
                let start = Instant(microseconds: Int64(hour) * 3_600_000_000)
                let date = zone.date(at: start)
                let clock = zone.hour(at: start)
                steps.append(
                    Step(
                        label: "\(date) \(clock < 10 ? "0" : "")\(clock):00",
                        start: start,
                        first: date,
                        end: date.day + 1,
                        part: String(hour)
                    )
                )
            }
        case .day, .week, .month:
            var day = period.first.day
            while day < period.end.day {
                let kind: ReportPeriod.Kind = step == .day ? .day : step == .week ? .weekly : .monthly
                let whole = ReportPeriod(kind, containing: LocalDate(day: day))
                let end = min(whole.end.day, period.end.day)
                steps.append(
                    Step(
                        label: whole.description,
                        start: zone.start(of: LocalDate(day: day)),
                        first: LocalDate(day: day),
                        end: end,
                        part: String(steps.count + 1)
                    )
                )
                day = end
            }
        }
        return steps
    }
}
