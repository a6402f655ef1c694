/// The people of the office, when they are there, and who takes a matter up.
struct Office: Sendable {
    let colleagues: [Colleague]

    /// The office in a period; shifts go on for a while after its end, so that what began in it can be thought to its end.
    init(seed: UInt64, days: ClosedRange<Int>) {
        var places: [String: Int] = [:]
        colleagues = Self.staff.map { person in
            var person = person
            let place = places[person.team, default: 0]
            places[person.team] = place + 1
            let size = Self.staff.count { $0.team == person.team }
            person.shifts = Self.shifts(of: person, place: place, of: size, days, seed)
            return person
        }
    }

    /// The admin of the team who takes a matter up: one who speaks the language, there already or soonest.
    ///
    /// `hours` is how long somebody of the language is waited for when somebody else of the team is there.
    func takes(
        _ team: String,
        _ language: String,
        at time: Int,
        not excluded: Set<String> = [],
        patience hours: Int = 6,
        _ dice: inout Dice
    ) -> Colleague {
        let ofTeam = colleagues.filter { $0.team == team && !excluded.contains($0.id) }
        let others = colleagues.filter { $0.isSenior && !excluded.contains($0.id) }
        let speakers = ofTeam.filter { $0.languages.contains(language) }
        let anybody = ofTeam.isEmpty ? others : ofTeam
        var candidates = speakers.isEmpty ? anybody : speakers
        var earliest = Self.earliest(of: candidates, from: time)
        // Nobody waits a weekend for a language when somebody else of the team can help.
        let soonest = Self.earliest(of: anybody, from: time)
        if earliest > soonest + hours * 3600 { (candidates, earliest) = (anybody, soonest) }
        return dice.pick(candidates.filter { $0.isThere(from: time) <= earliest + 900 })
    }

    private static func earliest(of candidates: [Colleague], from time: Int) -> Int {
        candidates.map { $0.isThere(from: time) }.min() ?? time
    }

    private static func shifts(
        of person: Colleague,
        place: Int,
        of size: Int,
        _ days: ClosedRange<Int>,
        _ seed: UInt64
    ) -> [Colleague.Shift] {
        (days.lowerBound - 1...days.upperBound + 28).compactMap { number in
            let day = LocalDay(number: number, zone: person.zone)
            var dice = Dice(seed, person.id.fingerprint, UInt64(number))
            let week = number / 7
            let isOff = day.weekday > 4 || Holidays.isHoliday(day)
            // Two of each team keep the weekend and the holidays; everybody else is now and then on leave.
            let isOnDuty = (week + day.weekday + place) % size < 2
            if person.team == "trust", number % size == place {
                // What is flagged cannot wait until morning.
                let start = day.start + 19 * 3600 + dice.whole(0...600)
                return Colleague.Shift(start: start, end: start + 11 * 3600)
            }
            guard isOff ? isOnDuty : !dice.chance(0.04) else { return nil }
            let isLate = person.team == "first_line" && person.zone == .johannesburg && (week + place) % 2 == 0
            let start = day.start + (isLate ? 13 : 8) * 3600 + dice.whole(-300...600)
            return Colleague.Shift(start: start, end: start + 9 * 3600 + dice.whole(-300...1500))
        }
    }
}
