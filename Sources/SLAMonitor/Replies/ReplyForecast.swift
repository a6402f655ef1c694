import BusinessTime
import Clocks
import Contract
import Foundation

/// How long a first reply took, in the hours in which its promise is reckoned.
struct ReplyTime: Hashable {
    let partition: Int
    let startedAt: Instant
    let category: String
    let channel: String
    let took: Duration

    /// Times that differ by less than a twentieth are one.
    var bucket: Int { Self.bucket(of: took) }

    static func bucket(of time: Duration) -> Int {
        let seconds = max(1, Double(time.wholeMicroseconds) / 1_000_000)
        return Int((log(seconds) / log(1.05)).rounded(.down))
    }

    /// The longest time of a bucket.
    static func time(ofBucket bucket: Int) -> Duration {
        .seconds(pow(1.05, Double(bucket + 1)).rounded(.up))
    }
}

/// What four of five first replies took at most, over the last four weeks.
struct ReplyForecast {
    struct Cell: Hashable {
        var category: String?
        var channel: String?
        var hour: Int?
    }

    struct Usual {
        let time: Duration
        /// How many replies it stands on.
        let count: Int
    }

    /// The cells that stand on enough replies.
    var cells: [Cell: Usual] = [:]
    /// The clock by which hours of the week are told.
    var clock: LocalClock?

    /// The time of those who asked about the same by the same channel in that hour of the week.
    ///
    /// Where too few did it is that of any hour, then of all of the channel, then of all; nil where there are too few.
    func usual(_ first: Clock) -> Usual? {
        let category = first.setting.category ?? ""
        let channel = first.setting.channel ?? ""
        let hour = clock?.hourOfWeek(at: first.started.time)
        let asked = [
            hour.map { Cell(category: category, channel: channel, hour: $0) },
            Cell(category: category, channel: channel), Cell(channel: channel), Cell(),
        ]
        return asked.lazy.compactMap { $0.flatMap { cells[$0] } }.first
    }
}
