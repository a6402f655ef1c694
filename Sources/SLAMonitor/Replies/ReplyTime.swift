import Contract
import Foundation

/// How long a first reply took, in the hours in which its promise is reckoned.
struct ReplyTime: Hashable {
    let partition: Int
    let startedAt: Instant
    let category: String
    let channel: String
    let took: Duration

    /// Times that differ by less than a twentieth are one; `api.reply_forecast` reads it back.
    var bucket: Int { Self.bucket(of: took) }

    static func bucket(of time: Duration) -> Int {
        let seconds = max(1, Double(time.wholeMicroseconds) / 1_000_000)
        return Int((log(seconds) / log(1.05)).rounded(.down))
    }
}
