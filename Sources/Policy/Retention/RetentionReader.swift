/// Reads `retention`.
enum RetentionReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> RetentionPolicy? {
        let periods = entry.keyed(&faults) { (matter: RetentionPolicy.Matter, entry, faults) -> Duration?? in
            if entry.scalar == "forever" { return .some(nil) }
            return entry.duration(in: matter.least ... .days(36_500), &faults).map { .some($0) }
        }
        guard let periods else { return nil }
        var retention = RetentionPolicy()
        for (matter, period) in periods { retention.periods[matter] = period }
        return retention
    }
}
