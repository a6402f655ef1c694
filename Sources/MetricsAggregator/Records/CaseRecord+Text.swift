import Contract

extension CaseRecord {
    /// A record as it is stored.
    init(text: String) {
        for var line in RecordLine.lines(of: text) {
            switch line.letter {
            case "k":
                kind = line.text()
                item = line.text()
                answeredAt = line.instant()
                traits.team = line.text()
                traits.channel = line.text()
                traits.category = line.text()
                traits.language = line.text()
                traits.campaign = line.text()
            case "m":
                let key = MessageKey(
                    hour: line.int(),
                    measure: Measure(rawValue: line.text()) ?? .bot,
                    label: line.text(),
                    admin: line.text(),
                    channel: line.text(),
                    category: line.text(),
                    campaign: line.text()
                )
                messages[key] = Int(line.int())
            case "c":
                var cycle = Cycle(at: line.instant() ?? Instant(microseconds: 0), spans: [])
                cycle.replies = Int(line.int())
                cycles.append(cycle)
            case "l": if let written = line.instant() { lost.insert(written) }
            default: readPart(&line)
            }
        }
    }

    /// A line that belongs to the cycle before it.
    private mutating func readPart(_ line: inout RecordLine) {
        guard let last = cycles.indices.last else { return }
        let letter = line.letter
        let at = line.instant() ?? Instant(microseconds: 0)
        switch letter {
        case "s": cycles[last].spans.append((at, line.instant()))
        case "r": cycles[last].reopenings.append(at)
        case "e":
            cycles[last].escalations.append(
                Escalation(
                    at: at,
                    kind: Escalation.Kind(mark: line.text()),
                    to: line.text(),
                    reason: line.text(),
                    by: line.text()
                )
            )
        case "x":
            var end = End(at: at, how: End.How(rawValue: line.text()) ?? .resolved)
            end.admin = line.text()
            end.outcome = line.text()
            end.reason = line.text()
            end.cause = line.text()
            let signs = line.text()
            end.isSilent = signs.contains("s")
            end.isByArticle = signs.contains("a")
            cycles[last].end = end
        default: break
        }
    }

    /// How the record is stored.
    var text: String {
        var writer = RecordWriter()
        writer.line(
            "k",
            [
                kind, item, answeredAt.mark, traits.team, traits.channel, traits.category, traits.language,
                traits.campaign,
            ]
        )
        for cycle in cycles { write(cycle, &writer) }
        for written in lost.sorted() { writer.line("l", [written.mark]) }
        for (key, count) in messages.sorted(by: { $0.key < $1.key }) {
            writer.line(
                "m",
                [
                    String(key.hour), key.measure.rawValue, key.label, key.admin, key.channel, key.category,
                    key.campaign, String(count),
                ]
            )
        }
        return writer.text
    }

    private func write(_ cycle: Cycle, _ writer: inout RecordWriter) {
        writer.line("c", [cycle.at.mark, String(cycle.replies)])
        for span in cycle.spans { writer.line("s", [span.from.mark, span.to.mark]) }
        for reopening in cycle.reopenings { writer.line("r", [reopening.mark]) }
        for escalation in cycle.escalations {
            let parts = [escalation.kind.mark, escalation.to, escalation.reason, escalation.by]
            writer.line("e", [escalation.at.mark] + parts)
        }
        if let end = cycle.end {
            let signs = (end.isSilent ? "s" : "") + (end.isByArticle ? "a" : "")
            writer.line("x", [end.at.mark, end.how.rawValue, end.admin, end.outcome, end.reason, end.cause, signs])
        }
    }
}

extension CaseRecord.Escalation.Kind {
    fileprivate init(mark: String) { self = mark == "d" ? .department : mark == "s" ? .sla : .tier }

    /// How a record writes it.
    fileprivate var mark: String { String(rawValue.prefix(1)) }
}
