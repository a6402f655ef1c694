import Metrics
import Policy

/// What the courier counts and times.
struct CourierMetrics: Sendable {
    func sent(_ report: SendReport, in duration: Duration) {
        let dimensions = [("channel", report.channel.rawValue), ("verdict", report.verdict.rawValue)]
        Counter(label: "saypro_letters_total", dimensions: dimensions).increment()
        Timer(label: "saypro_letter_seconds", dimensions: [("channel", report.channel.rawValue)])
            .record(duration: duration)
    }
}
