package import Contract
import Policy

/// The difference between what was told of a case's clocks and what they are: the news, and the rows to store.
package struct Bulletin: Sendable {
    /// In the order of the time at which it happened.
    package private(set) var news: [News] = []
    /// The clocks that are not stored as they are.
    package private(set) var changed: [(clock: Clock, told: ToldClock)] = []
    /// The clocks that are stored and turned out never to have run.
    package private(set) var removed: [ClockKey] = []
    /// When the next thing happens by itself; nil for never.
    package private(set) var next: Instant?

    /// Whether everything is as it was told.
    package var isEmpty: Bool { news.isEmpty && changed.isEmpty && removed.isEmpty }

    /// The difference between a case's clocks as of an instant and what is stored of them.
    ///
    /// Corrections carry the time at which what led to them happened. Of the past, nobody is called.
    package init(
        _ clocks: [Clock],
        told: [ToldClock],
        of case: CaseID,
        asOf: Instant,
        time: Instant,
        isOfPast: Bool
    ) {
        let known = Dictionary(told.map { ($0.key, $0) }) { $1 }
        for clock in clocks {
            let telling = Telling(clock: clock, told: known[clock.key], case: `case`, time: time, isOfPast: isOfPast)
            let (news, after) = telling.result(asOf: asOf)
            self.news += news
            if after != known[clock.key] { changed.append((clock, after)) }
            if let soonest = telling.next(after: after) { next = next.map { min($0, soonest) } ?? soonest }
        }
        let present = Set(clocks.map(\.key))
        for gone in told where !present.contains(gone.key) {
            removed.append(gone.key)
            news.append(Self.removal(of: gone, `case`, time, isOfPast))
        }
        news = news.enumerated().sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }.map(\.element)
    }

    /// What every event about a clock says of it.
    package static func facts(of clock: Clock, in case: CaseID) -> Fields {
        Telling(clock: clock, told: nil, case: `case`, time: clock.started.time, isOfPast: false).fields()
    }

    private static func removal(of gone: ToldClock, _ case: CaseID, _ time: Instant, _ isOfPast: Bool) -> News {
        var fields: Fields = [
            "clock": gone.key.id(of: `case`), "metric": gone.key.metric.rawValue,
            "instance": String(gone.key.instance), "state": Clock.State.cleared.rawValue,
            "former_state": gone.state.rawValue, "reason": "superseded",
        ]
        if let promise = gone.key.promise { fields.append("promise", promise) }
        if isOfPast { fields.append("backfill", "true") }
        return News(kind: .corrected, time: time, fields: fields)
    }
}
