import Contract
import Policy

/// What is known of one measurement of a metric: what each promise laid on it was last told to be.
struct ClockRecord: Equatable {
    /// One clock of it.
    struct Line: Equatable {
        var state: String
        var startedAt: Instant
        var stoppedAt: Instant?
        var breachedAt: Instant?
        var reason: String
        var by: String
        var elapsed: Duration?
        var working: Duration?
        var kind: String
        var about: String
        var traits: Traits
    }

    let metric: Metric
    /// By promise; the empty one is the clock without.
    var lines: [String: Line] = [:]

    /// A record of which nothing is known yet, if its metric is one that figures are made of.
    init?(metric: String) {
        guard let metric = Metric(rawValue: metric) else { return nil }
        self.metric = metric
    }

    /// Whether an event about the metric changes a figure: of most, only how they end does.
    static func concerns(_ type: String, _ metric: String) -> Bool {
        switch type {
        case "clock.started": metric == "first_response" || metric == "next_response" || metric == "moderation"
        case "clock.paused", "clock.warned": false
        default: true
        }
    }

    /// Takes an event of the topic `clocks`.
    mutating func take(_ event: Event) {
        let told = Told(event)
        let promise = told["promise"] ?? ""
        if told["reason"] == "superseded" || told["started_at"] == nil {
            lines[promise] = nil
            return
        }
        lines[promise] = Line(
            state: told["state"] ?? "",
            startedAt: told.instant("started_at") ?? event.time,
            stoppedAt: told.instant("stopped_at"),
            breachedAt: told.instant("breached_at"),
            reason: told["reason"] ?? "",
            by: told["by"] ?? "",
            elapsed: told.seconds("elapsed"),
            working: told.seconds("business_elapsed"),
            kind: told["kind"] ?? "",
            about: told["stage"] ?? told["department"] ?? "",
            traits: told.traits
        )
    }
}
