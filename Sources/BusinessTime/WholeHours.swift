/// Whether a time zone's clocks show the same minutes as those of UTC.
package enum WholeHours {
    /// Looks at the winters and summers of 2015 to 2040; false too for a name of no zone.
    package static func hold(in zone: String) -> Bool {
        guard let rules = ZoneRules(zone) else { return false }
        let halfYear = 15_778_476
        return (0..<50).allSatisfy { rules.offset(at: 1_420_070_400 + $0 * halfYear) % 3600 == 0 }
    }
}
