import BusinessTime
import Contract
import Figures
import Testing

@testable import Dashboard

struct ClockTimeTests {
    @Test func `every minute of a day is told as it is`() throws {
        let zone = try #require(ReportZone("Africa/Johannesburg"))
        let midnight = try #require(Instant(rfc3339: "2026-03-08T22:00:00Z"))
        for minute in 0..<1440 {
            let (hours, minutes) = (String(100 + minute / 60).dropFirst(), String(100 + minute % 60).dropFirst())
            #expect(ClockTime.text(midnight + .seconds(minute * 60), zone) == "2026-03-09 \(hours):\(minutes)")
            #expect(ClockTime.text(midnight + .seconds(minute * 60 + 59), zone) == "2026-03-09 \(hours):\(minutes)")
        }
    }
}
