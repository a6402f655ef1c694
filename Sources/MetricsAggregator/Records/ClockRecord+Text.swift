import Contract
import Policy

extension ClockRecord {
    /// A record as it is stored; nil for a metric that this version does not know.
    init?(metric: String, text: String) {
        self.init(metric: metric)
        for var line in RecordLine.lines(of: text) {
            let promise = line.text()
            var read = Line(
                state: line.text(),
                startedAt: line.instant() ?? Instant(microseconds: 0),
                stoppedAt: line.instant(),
                breachedAt: line.instant(),
                reason: line.text(),
                by: line.text(),
                elapsed: line.instant().map { .microseconds($0.microseconds) },
                working: line.instant().map { .microseconds($0.microseconds) },
                kind: line.text(),
                about: line.text(),
                traits: Traits()
            )
            read.traits.team = line.text()
            read.traits.channel = line.text()
            read.traits.category = line.text()
            read.traits.language = line.text()
            lines[promise] = read
        }
    }

    /// How the record is stored.
    var text: String {
        var writer = RecordWriter()
        for (promise, line) in lines.sorted(by: { $0.key < $1.key }) {
            writer.line(
                "p",
                [
                    promise, line.state, line.startedAt.mark, line.stoppedAt.mark, line.breachedAt.mark, line.reason,
                    line.by, line.elapsed.map { String($0.wholeMicroseconds) } ?? "",
                    line.working.map { String($0.wholeMicroseconds) } ?? "", line.kind, line.about, line.traits.team,
                    line.traits.channel, line.traits.category, line.traits.language,
                ]
            )
        }
        return writer.text
    }
}
