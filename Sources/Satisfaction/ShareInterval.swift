/// Where a share probably lies of which a sample is known: Wilson's interval at 95 %.
///
/// Unlike the share itself it says how little a few answers prove: 3 of 3 is at least 0.44, 300 of 300 at least 0.987.
package struct ShareInterval: Sendable, Hashable {
    /// The 97.5th percentile of the normal distribution.
    private static let z = 1.959963984540054

    /// The lower bound, from 0 to 1.
    package let lower: Double
    /// The upper bound, from 0 to 1.
    package let upper: Double

    /// The interval for so many of so many; nil where nothing was counted.
    package init?(_ count: Int, of total: Int) {
        guard total > 0, (0...total).contains(count) else { return nil }
        let n = Double(total)
        let share = Double(count) / n
        let square = Self.z * Self.z
        let centre = share + square / (2 * n)
        let spread = Self.z * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
        let scale = 1 + square / n
        lower = count == 0 ? 0 : max(0, (centre - spread) / scale)
        upper = count == total ? 1 : min(1, (centre + spread) / scale)
    }
}
