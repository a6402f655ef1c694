import BusinessTime
import Contract

extension Entry {
    /// A duration, such as `15m`, of the range.
    func duration(in range: ClosedRange<Duration>, _ faults: inout FaultList) -> Duration? {
        let bounds = "\(DurationText.text(range.lowerBound)) to \(DurationText.text(range.upperBound))"
        let expectation = "a duration from \(bounds) is allowed, such as 90s, 15m, 1h30m or 7d"
        guard let duration = scalar.flatMap(DurationText.duration), range.contains(duration) else {
            faults.add(expectation, at: place)
            return nil
        }
        return duration
    }

    /// A share, written in per cent, as 0 to 1.
    func share(_ faults: inout FaultList) -> Double? {
        guard let share = scalar.flatMap(ShareText.share), (0...1).contains(share) else {
            faults.add("a share from 0% to 100% is allowed, such as 75% or 0.5%", at: place)
            return nil
        }
        return share
    }

    /// Shares, each greater than the one before.
    func shares(_ faults: inout FaultList) -> [Double]? {
        let shares = list("a list of shares, such as [50%, 75%], is allowed", &faults) { $0.share(&$1) }
        if let shares, zip(shares, shares.dropFirst()).contains(where: { $0 >= $1 }) {
            faults.add("each share must be greater than the one before", at: place)
        }
        return shares
    }

    /// One of a type's words.
    func word<Word: CaseIterable & RawRepresentable<String>>(_ faults: inout FaultList) -> Word? {
        let expectation = "\(WordList.one(of: Word.allCases.map(\.rawValue))) is allowed"
        return text(expectation, &faults) { Word(rawValue: $0) != nil }.flatMap(Word.init(rawValue:))
    }

    /// Some of a type's words, each once.
    func words<Word: CaseIterable & RawRepresentable<String> & Hashable>(_ faults: inout FaultList) -> [Word]? {
        let expectation = "a list of \(WordList.one(of: Word.allCases.map(\.rawValue))) is allowed"
        return distinct(list(expectation, &faults) { $0.word(&$1) }, &faults)
    }

    /// A list whose elements are all read alike; sound elements only, nil if it is no list.
    func list<Value>(
        _ expectation: String,
        _ faults: inout FaultList,
        _ reading: (Entry, inout FaultList) -> Value?
    ) -> [Value]? {
        guard let elements = elements(expectation, &faults) else { return nil }
        var values: [Value] = []
        for element in elements {
            if let value = reading(element, &faults) { values.append(value) }
        }
        return values
    }

    /// The values, with a fault if one comes twice.
    func distinct<Value: Hashable>(_ values: [Value]?, _ faults: inout FaultList) -> [Value]? {
        if let values, Set(values).count != values.count {
            faults.add("each comes once in the list", at: place)
        }
        return values
    }

    /// Any text that says something, up to a number of bytes.
    func phrase(atMost most: Int = 200, _ faults: inout FaultList) -> String? {
        text("a text of 1 to \(most) bytes is allowed", &faults) { text in
            (1...most).contains(text.utf8.count) && text.contains { !$0.isWhitespace }
        }
    }

    /// Texts that say something, each once.
    func phrases(_ faults: inout FaultList) -> [String]? {
        distinct(list("a list of texts is allowed", &faults) { $0.phrase(&$1) }, &faults)
    }

    /// Names that need not be declared, such as skills, each once.
    func labels(_ faults: inout FaultList) -> [String]? {
        distinct(list("a list of names is allowed", &faults) { $0.label(&$1) }, &faults)
    }

    /// A name that need not be declared.
    func label(_ faults: inout FaultList) -> String? {
        text(NameShape.expectation, &faults, where: NameShape.accepts)
    }

    /// The name of an IANA time zone.
    func zone(_ faults: inout FaultList) -> String? {
        let name = text("the name of an IANA time zone is allowed, such as Africa/Johannesburg", &faults) {
            ZoneNames.all.contains($0)
        }
        // Some of the names without an area mean one thing in one place and another elsewhere, so no calendar knows any.
        if let name, LocalClock(zone: name) == nil {
            let words = "no calendar knows \(name); a name with its area, such as Asia/Tokyo, or UTC is allowed"
            faults.object(words, at: place)
        }
        return name
    }

    /// A zone for reports: figures are kept by the hour of UTC, so a day has to begin on one.
    func reportZone(_ faults: inout FaultList) -> String? {
        guard let name = zone(&faults), LocalClock(zone: name) != nil else { return nil }
        guard WholeHours.hold(in: name) else {
            let reason = "since figures are kept by the hour of UTC"
            faults.add("a zone whose offset is whole hours is allowed, \(reason)", at: place)
            return nil
        }
        return name
    }

    /// An ISO 3166 region.
    func region(_ faults: inout FaultList) -> String? {
        text("an ISO 3166 country code is allowed, such as ZA", &faults, where: ValueShape.region.accepts)
    }

    /// An e-mail address.
    func email(_ faults: inout FaultList) -> String? {
        text("an e-mail address is allowed", &faults, where: ValueShape.email.accepts)
    }

    /// A BCP 47 language tag.
    func language(_ faults: inout FaultList) -> Language? {
        text("a BCP 47 language tag is allowed, such as en or pt-BR", &faults) { Language($0) != nil }
            .flatMap(Language.init(_:))
    }

    /// Language tags, each once.
    func languages(_ faults: inout FaultList) -> [Language]? {
        distinct(list("a list of BCP 47 language tags is allowed", &faults) { $0.language(&$1) }, &faults)
    }

    /// A time of the day before 24:00.
    func time(_ faults: inout FaultList) -> TimeOfDay? {
        text("a time from 00:00 to 23:59 is allowed", &faults) { TimeOfDay($0).map { $0.minutes < 1440 } ?? false }
            .flatMap { TimeOfDay($0) }
    }
}
