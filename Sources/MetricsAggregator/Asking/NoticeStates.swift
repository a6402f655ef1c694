/// What became of notices, counted by what was told of them.
struct NoticeStates {
    private var counts: [Substring: Int] = [:]

    /// Adds what was counted under a label, `STATE/CHANNEL`.
    mutating func add(_ n: Int, _ label: String) {
        counts[label.prefix { $0 != "/" }, default: 0] += n
    }

    /// Those that went out; a webhook's receiver confirms at once, so that it is told as delivered alone.
    var sent: Int { self["sent"] + confirmed }
    /// Those that the receiver has confirmed.
    var confirmed: Int { self["delivered"] }
    /// Those that did not arrive, those that came back among them.
    var failed: Int { self["failed"] }
    var suppressed: Int { self["suppressed"] }
    /// Those that went out and did not come back; what comes back from before the period makes it no less than none.
    var arrived: Int { max(0, sent - self["bounced"]) }
    /// Those of which it is known whether they arrived.
    var tried: Int { arrived + failed }

    private subscript(state: Substring) -> Int { counts[state, default: 0] }
}
