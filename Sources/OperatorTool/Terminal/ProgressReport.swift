/// Tells on standard error how far long work has come: a moving bar on a terminal, else a plain line now and then.
struct ProgressReport {
    private static let width = 28
    private let console: Console
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private var lastShown: ContinuousClock.Instant?

    init(console: Console) {
        self.console = console
        start = clock.now
        if !console.showsProgressBar { lastShown = start }
    }

    /// Shows `share` (0…1) of the work as done, with `done` rows and a remark, unless the last showing is too recent.
    mutating func show(share: Double, rows: Int, remark: String = "") {
        let now = clock.now
        let pause: Duration = console.showsProgressBar ? .milliseconds(100) : .seconds(5)
        if let lastShown, now - lastShown < pause { return }
        lastShown = now
        let line = line(share: min(1, max(0, share)), rows: rows, elapsed: now - start, remark: remark)
        if console.showsProgressBar {
            console.reportPart("\r\u{1B}[K" + line)
        } else {
            console.report(line)
        }
    }

    /// Takes the bar away, so that the next line starts at the left.
    func finish() {
        if console.showsProgressBar, lastShown != nil { console.reportPart("\r\u{1B}[K") }
    }

    private func line(share: Double, rows: Int, elapsed: Duration, remark: String) -> String {
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        let perSecond = seconds > 0.5 ? Int(Double(rows) / seconds) : 0
        var line = "\(Int(share * 100)) %  \(rows) rows"
        if perSecond > 0 { line += "  \(perSecond)/s" }
        if share > 0.01, share < 1, seconds > 2 { line += "  \(Int(seconds * (1 - share) / share) + 1) s left" }
        if !remark.isEmpty { line += "  \(remark)" }
        guard console.showsProgressBar else { return line }
        let filled = Int(share * Double(Self.width))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: Self.width - filled)
        return "[\(bar)] \(line)"
    }
}
