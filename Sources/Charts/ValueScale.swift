/// How the values of a chart are measured and written.
package struct ValueScale: Sendable {
    /// Which steps an axis may have.
    package enum Steps: Sendable, Equatable {
        /// 1, 2 and 5 with any number of zeros, whole numbers only.
        case whole
        /// 1, 2 and 5 with any number of zeros or decimals.
        case decimal
        /// Seconds, in steps that a clock knows.
        case time
    }

    package let steps: Steps
    /// The largest value that is possible, such as 1 for a share or 5 for stars.
    package let ceiling: Double?
    /// A value in words, such as `3 h 20 min`.
    package let text: @Sendable (Double) -> String
    /// A mark of an axis in words, which may be shorter.
    package let tick: @Sendable (Double) -> String

    package init(
        _ steps: Steps,
        ceiling: Double? = nil,
        tick: (@Sendable (Double) -> String)? = nil,
        text: @escaping @Sendable (Double) -> String
    ) {
        self.steps = steps
        self.ceiling = ceiling
        self.tick = tick ?? text
        self.text = text
    }

    /// The marks of an axis from 0 that holds values up to the largest one, in about `count` steps.
    package func ticks(upTo largest: Double, count: Int = 4) -> [Double] {
        let top = max(min(largest, ceiling ?? .infinity), steps == .whole ? 1 : 0)
        guard top > 0, top.isFinite else { return [0, 1] }
        let step = step(atLeast: top / Double(count))
        var ticks = [0.0]
        while let last = ticks.last, last < top, ticks.count < 20 {
            let next = Double(ticks.count) * step
            ticks.append(ceiling.map { min($0, next) } ?? next)
        }
        return ticks
    }

    private func step(atLeast least: Double) -> Double {
        if steps == .time, let step = Self.times.first(where: { $0 >= least }) { return step }
        var power = 1.0
        while power > least { power /= 10 }
        while power * 10 <= least { power *= 10 }
        let step = [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * 0.999_999 } ?? power * 10
        return steps == .whole ? max(1, step) : step
    }

    /// From a second to four weeks.
    private static let times: [Double] = [
        1, 5, 15, 30, 60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 345_600, 604_800,
        1_209_600, 2_419_200,
    ]
}
