/// A day of the week, Monday first.
package enum Weekday: Int, CaseIterable, Sendable, Hashable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// The three letters by which the policy file calls it.
    package var key: String { Self.keys[rawValue] }

    /// The days that a key of a week names: `mon`, a range such as `mon-fri` or `sun-thu`, or `daily`; nil for others.
    package static func days(ofKey key: String) -> [Weekday]? {
        if key == "daily" { return allCases }
        let ends = key.split(separator: "-", omittingEmptySubsequences: false).map { keys.firstIndex(of: String($0)) }
        switch ends.count {
        case 1: return ends[0].flatMap(Weekday.init(rawValue:)).map { [$0] }
        case 2:
            guard let first = ends[0], let last = ends[1], first != last else { return nil }
            let length = (last - first + 7) % 7
            return (0...length).compactMap { Weekday(rawValue: (first + $0) % 7) }
        default: return nil
        }
    }

    /// What a key of a week may be, for a message.
    package static let expectation = "a day from mon to sun, a range such as mon-fri, or daily is allowed"

    private static let keys = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
}
