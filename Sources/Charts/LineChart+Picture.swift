import Pages

extension LineChart {
    private static let (width, height) = (480.0, 230.0)
    private static let (left, right, top, bottom) = (62.0, 12.0, 14.0, 30.0)

    var picture: HTML {
        let largest = lines.flatMap(\.values).compactMap { $0 }.max() ?? 0
        let ticks = scale.ticks(upTo: max(largest, target?.value ?? 0))
        let content: HTML = "\(grid(ticks))\(lines.count == 1 ? area(ticks) : "")\(paths(ticks))\(targetLine(ticks))"
        return Drawing.picture(
            id,
            width: Self.width,
            height: Self.height,
            title: title,
            description: summary,
            style: "plot",
            content
        )
    }

    private func x(_ index: Int) -> Double {
        let span = Self.width - Self.left - Self.right
        return labels.count > 1 ? Self.left + span * Double(index) / Double(labels.count - 1) : Self.left + span / 2
    }

    private func y(_ value: Double, _ ticks: [Double]) -> Double {
        let span = Self.height - Self.top - Self.bottom
        return Self.height - Self.bottom - span * min(1, value / (ticks.last ?? 1))
    }

    private func grid(_ ticks: [Double]) -> HTML {
        let rows: [HTML] = ticks.map { tick in
            let height = y(tick, ticks)
            return Drawing.line(Self.left, height, Self.width - Self.right, height, tick == 0 ? "axis" : "grid")
                + Drawing.text(scale.tick(tick), Self.left - 6, height + 4, "tick", anchor: "end")
        }
        let names: [HTML] = named.map { index in
            let isAtEnd = index == labels.count - 1 && labels.count > 1
            return Drawing.text(labels[index], x(index), Self.height - 9, "tick", anchor: isAtEnd ? "end" : "middle")
        }
        return rows.joined() + names.joined()
    }

    /// The places on the time axis that are named: the first, and as many at even steps as fit side by side on a phone.
    private var named: [Int] {
        guard labels.count > 1 else { return Array(labels.indices) }
        let longest = Double(labels.map(\.count).max() ?? 1)
        let fitting = Int((Self.width - Self.left - Self.right) / (longest * 10 + 14))
        let room = max(1, min(5, fitting - 1))
        let step = (labels.count - 2) / room + 1
        return Array(stride(from: 0, to: labels.count, by: step))
    }

    /// The stretches of a line between its gaps, as places and values.
    private func runs(_ line: Line) -> [[(Int, Double)]] {
        var runs: [[(Int, Double)]] = []
        var isOpen = false
        for (index, value) in line.values.enumerated() {
            guard let value else {
                isOpen = false
                continue
            }
            if isOpen { runs[runs.count - 1].append((index, value)) } else { runs.append([(index, value)]) }
            isOpen = true
        }
        return runs
    }

    private func points(_ run: [(Int, Double)], _ ticks: [Double]) -> String {
        run.map { "\(Drawing.number(x($0.0))) \(Drawing.number(y($0.1, ticks)))" }.joined(separator: "L")
    }

    private func area(_ ticks: [Double]) -> HTML {
        let floor = Drawing.number(y(0, ticks))
        let parts: [HTML] = lines.prefix(1).flatMap(runs).compactMap { run in
            guard let first = run.first, let last = run.last, run.count > 1 else { return nil }
            let (start, end) = (Drawing.number(x(first.0)), Drawing.number(x(last.0)))
            return "<path class=\"s1 area\" d=\"M\(start) \(floor)L\(points(run, ticks))L\(end) \(floor)Z\"/>"
        }
        return parts.joined()
    }

    private func paths(_ ticks: [Double]) -> HTML {
        let all: [HTML] = lines.enumerated().flatMap { place, line -> [HTML] in
            let mark = Mark(index: place)
            let strokes: [HTML] = runs(line).filter { $0.count > 1 }.map { run in
                """
                <path class="\(mark.style) stroke" d="M\(points(run, ticks))" stroke-dasharray="\(mark.dashes)"/>
                """
            }
            // With many values points would hide the line, but a value alone has no line.
            let shown =
                line.values.count <= 32 ? runs(line).flatMap { $0 } : runs(line).filter { $0.count == 1 }.flatMap { $0 }
            return strokes
                + shown.map { index, value in
                    let name = lines.count > 1 ? "\(line.name), " : ""
                    return mark.point(x(index), y(value, ticks), tip: "\(name)\(labels[index]): \(scale.text(value))")
                }
        }
        return all.joined()
    }

    private func targetLine(_ ticks: [Double]) -> HTML {
        guard let target else { return "" }
        let height = y(target.value, ticks)
        let label = height < Self.top + 14 ? height + 14 : height - 5
        return Drawing.line(Self.left, height, Self.width - Self.right, height, "target")
            + Drawing.text(target.label, Self.width - Self.right, label, "target-label", anchor: "end")
    }
}
