package import Contract
package import Policy

/// A promise about what begins to be measured, as it is due if nothing comes between.
package struct Outlook: Sendable, Hashable {
    package let target: Duration
    /// The calendar whose hours count, or `always`.
    package let hours: String
    package let due: Instant
}

extension Terms {
    /// The promises that a case of that profile has about a metric, or about its stage or department, that is measured
    /// since then; none whose hours are not known.
    package func outlook(
        _ metric: Metric,
        about subject: String? = nil,
        since start: Instant,
        _ profile: CaseProfile
    ) -> [Outlook] {
        promises(metric, about: subject, profile).compactMap { name in
            guard let promise = document.promises[name],
                let hours = hours(promise.hours, metric, about: subject, profile),
                let due = hours.due(from: start, promise.target, pauses: [])
            else { return nil }
            return Outlook(target: promise.target, hours: hours.label, due: due)
        }
    }
}

extension [Outlook] {
    /// The promise that breaks first.
    package var nextBreach: Outlook? { self.min { ($0.due, $0.target) < ($1.due, $1.target) } }
}
