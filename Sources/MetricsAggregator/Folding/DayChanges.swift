import BusinessTime
import Contract
import Figures

/// What changes to cells add up to by day, over all that things are told apart by.
struct DayChanges {
    struct Key: Hashable {
        let open: OpenDay
        let measure: Measure
        let bucket: Int16
    }

    /// The measures that are added up so: those of the KPIs, and of the flow of messages and cases.
    ///
    /// What is asked of other measures is read from the cells of the days that are open. One that is added here is not known
    /// of days that are open already: a migration has to open them without changes.
    static let measures: Set<Measure> = [
        .received, .sent, .opened, .resolved, .onFirstResponse, .resolvedEscalated,
        .open, .openEscalated, .late, .lateFlags,
        .firstResponse, .nextResponse, .workingResponse, .resolution, .moderation,
        .positive, .neutral, .negative, .stars,
    ]

    /// The days that change.
    private(set) var days: Set<OpenDay> = []
    private(set) var values: [Key: Cells.Value] = [:]

    /// What those changes add up to, by the days of that zone.
    init(_ cells: [CellRow], in zone: ReportZone) {
        var known: [Int32: Int] = [:]
        for cell in cells {
            let hour = cell.key.hour
            let day = known[hour] ?? zone.date(at: Instant(microseconds: Int64(hour) * 3_600_000_000)).day
            known[hour] = day
            let open = OpenDay(partition: cell.partition, day: day)
            days.insert(open)
            guard Self.measures.contains(cell.key.measure) else { continue }
            let key = Key(open: open, measure: cell.key.measure, bucket: cell.key.bucket)
            // What moves from one cell of the day to another changes nothing.
            if values[key, default: Cells.Value()].add(cell.value) == Cells.Value() { values[key] = nil }
        }
    }
}
