/// The difference between the two ways of counting microseconds: since 1970 here, since 2000 in PostgreSQL.
///
/// The ends of `Int64` stand for PostgreSQL's `infinity` and `-infinity` on both sides.
enum Timestamp {
    private static let year2000: Int64 = 946_684_800_000_000

    static func encoded(_ sinceYear1970: Int64) -> Int64 {
        if sinceYear1970 == .max || sinceYear1970 == .min { return sinceYear1970 }
        let (value, overflows) = sinceYear1970.subtractingReportingOverflow(year2000)
        // The server refuses it as out of range, which is the truth; -infinity would not be.
        return overflows ? .min + 1 : value
    }

    static func decoded(_ sinceYear2000: Int64) -> Int64 {
        if sinceYear2000 == .max || sinceYear2000 == .min { return sinceYear2000 }
        let (value, overflows) = sinceYear2000.addingReportingOverflow(year2000)
        return overflows ? .max : value
    }
}
