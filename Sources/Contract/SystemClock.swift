import Foundation

/// The one place that reads the wall clock.
enum SystemClock {
    /// Microseconds since 1970-01-01T00:00:00Z by the system's clock.
    static func sinceEpoch() -> Int64 {
        Int64((Date().timeIntervalSince1970 * 1_000_000).rounded(.down))
    }
}
