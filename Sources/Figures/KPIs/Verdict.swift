package import Policy

/// Whether a target is kept.
package enum Verdict: String, Sendable, Hashable, CaseIterable {
    case met
    case missed
    /// There is a value, but of too few things to judge by.
    case tooFew = "too_few"
    /// There is no value, or no target for the window.
    case unknown

    /// The verdict about a value that is made of `n` things.
    package init(_ value: Double?, against target: KPITarget?, n: Int, minimumN: Int) {
        guard let value, let target else {
            self = .unknown
            return
        }
        if n < minimumN {
            self = .tooFew
        } else {
            self = target.isMet(by: value) ? .met : .missed
        }
    }
}
