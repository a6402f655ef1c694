import Contract
import Metrics

/// What the stage counts and times.
enum NotifierMetrics {
    /// Notices that were decided for the application: how long after what they tell, and what was left out.
    static func told(_ entries: [LedgerEntry], now: Instant) {
        guard !entries.isEmpty else { return }
        var suppressed = 0
        var sent = 0
        for entry in entries {
            if entry.state == .sent {
                sent += 1
                delay.record(duration: max(.zero, now - entry.happened))
            } else {
                suppressed += 1
            }
        }
        sentCount.increment(by: sent)
        if suppressed > 0 { suppressedCount.increment(by: suppressed) }
    }

    private static let delay = Timer(label: "saypro_notice_delay_seconds")
    private static let sentCount = Counter(label: "saypro_notices_total", dimensions: [("state", "sent")])
    private static let suppressedCount = Counter(label: "saypro_notices_total", dimensions: [("state", "suppressed")])
}
