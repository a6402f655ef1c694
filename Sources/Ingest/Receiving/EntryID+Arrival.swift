import Contract

extension EntryID {
    /// When the entry arrived: the time in its id, which is the clock of Redis at XADD.
    ///
    /// A publisher can choose ids; one that cannot be a reading of that clock counts as arrived now.
    func arrival(now: Instant) -> Instant {
        let instant = self.instant
        return instant >= Self.earliest && instant <= now + Limits.future ? instant : now
    }

    /// 2020-01-01, before this product was.
    private static let earliest = Instant(microseconds: 1_577_836_800_000_000)
}
