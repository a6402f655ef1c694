import Contract

/// The header `Retry-After`: seconds, or the date of RFC 9110 in its one current form.
enum RetryAfter {
    /// How long to wait from that time on; nil when the header says nothing that can be understood.
    static func duration(_ text: String, at now: Instant, atMost limit: Duration) -> Duration? {
        if text.utf8.allSatisfy({ $0 &- 0x30 <= 9 }), !text.isEmpty {
            // A number too long for the type is certainly beyond the limit.
            return UInt32(text).map { min(.seconds(Int64($0)), limit) } ?? limit
        }
        guard let date = date(text) else { return nil }
        return max(.zero, min(date - now, limit))
    }

    /// Reads `Sun, 06 Nov 1994 08:49:37 GMT`; the name of the day is not checked.
    private static func date(_ text: String) -> Instant? {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard text.utf8.count == 29, parts.count == 6, parts[0].hasSuffix(","), parts[5] == "GMT",
            let month = months.firstIndex(of: String(parts[2]))
        else { return nil }
        let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
        return Instant(rfc3339: "\(parts[3])-\(number)-\(parts[1])T\(parts[4])Z")
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
