package import Pages

/// Values over time, as lines or, where there is one series, as an area.
package struct LineChart: Sendable {
    /// One line; a value that is missing is a gap.
    package struct Line: Sendable {
        package let name: String
        package let values: [Double?]

        package init(_ name: String, _ values: [Double?]) {
            self.name = name
            self.values = values
        }
    }

    /// A value to compare with, drawn across.
    package struct Target: Sendable {
        package let value: Double
        package let label: String

        package init(_ value: Double, _ label: String) {
            self.value = value
            self.label = label
        }
    }

    package let id: String
    package let title: String
    /// What each place on the time axis is called.
    package let labels: [String]
    package let lines: [Line]
    package let scale: ValueScale
    package let target: Target?
    /// What has to be known to read it, in a sentence.
    package let note: String?

    package init(
        _ id: String,
        title: String,
        labels: [String],
        lines: [Line],
        scale: ValueScale,
        target: Target? = nil,
        note: String? = nil
    ) {
        self.id = id
        self.title = title
        self.labels = labels
        self.lines = lines
        self.scale = scale
        self.target = target
        self.note = note
    }

    /// The chart with its sentence and its table.
    package var html: HTML {
        ChartFrame(
            id: id,
            title: title,
            summary: summary,
            legend: ChartFrame.legend(lines.enumerated().map { (Mark(index: $0), $1.name) }, isLine: true, in: id),
            picture: picture,
            table: table
        ).html
    }

    /// Where it began and ended, and its lowest and highest points, for each line.
    package var summary: String {
        let sentences = lines.compactMap { line -> String? in
            let known = line.values.enumerated().compactMap { index, value in value.map { (index, $0) } }
            guard let first = known.first, let last = known.last,
                let low = known.min(by: { $0.1 < $1.1 }), let high = known.max(by: { $0.1 < $1.1 })
            else { return nil }
            let name = lines.count > 1 ? "\(line.name): " : ""
            guard known.count > 1 else { return "\(name)\(scale.text(first.1)) (\(labels[first.0]))." }
            let ends = "from \(scale.text(first.1)) (\(labels[first.0])) to \(scale.text(last.1)) (\(labels[last.0]))"
            return "\(name)\(ends); lowest \(scale.text(low.1)) (\(labels[low.0])),"
                + " highest \(scale.text(high.1)) (\(labels[high.0]))."
        }
        guard !sentences.isEmpty else { return ChartFrame.nothing }
        let whole = sentences.joined(separator: " ")
        let capital = whole.prefix(1).uppercased() + whole.dropFirst()
        return [capital, target.map { "\($0.label)." }, note].compactMap(\.self).joined(separator: " ")
    }

    /// The same numbers.
    package var table: DataTable {
        DataTable(
            caption: "\(title)",
            columns: [.init("Time")] + lines.map { .init("\($0.name)", isNumber: true) },
            rows: labels.enumerated().map { index, label in
                ["\(label)"]
                    + lines.map { line in
                        line.values[index].map { "\(scale.text($0))" } ?? "–"
                    }
            }
        )
    }
}
