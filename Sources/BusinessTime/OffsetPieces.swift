/// The way between the clock on the wall and the absolute seconds, over some days of a zone.
///
/// Local seconds count from 1970-01-01 00:00 as the wall shows it.
struct OffsetPieces {
    let pieces: [ZoneRules.Piece]

    /// The instant at which the wall shows that time; the first one when it does so twice, and where it skips that
    /// time the first valid one.
    func first(_ local: Int) -> Int {
        for piece in pieces {
            if local < piece.from + piece.offset { return piece.from }
            if local < piece.until + piece.offset { return local - piece.offset }
        }
        return pieces.last?.until ?? local
    }

    /// The same, but the last instant when the wall shows that time twice.
    func last(_ local: Int) -> Int {
        for piece in pieces.reversed() {
            if local >= piece.until + piece.offset { return piece.until }
            if local >= piece.from + piece.offset { return local - piece.offset }
        }
        return pieces.first?.from ?? local
    }

    /// When the wall shows that date: one stretch, none when the date is skipped, or two when midnight comes twice.
    func spans(ofDay day: Int) -> [Range<Int>] {
        pieces.compactMap { piece in
            let from = max(piece.from, day * 86_400 - piece.offset)
            let until = min(piece.until, (day + 1) * 86_400 - piece.offset)
            return from < until ? from..<until : nil
        }
    }
}
