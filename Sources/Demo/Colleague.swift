/// An admin of the office that the demonstration tells of.
struct Colleague: Sendable {
    let id: String
    let name: String
    let team: String
    let languages: [String]
    let region: String
    let zone: Zone
    /// How much work time this admin needs, compared with the others.
    let pace: Double
    /// What users think of this admin's answers, from -1 to 1.
    let warmth: Double
    /// How often an answer is made from a template.
    let templates: Double
    /// When the admin is there, in order.
    var shifts: [Shift] = []

    /// A span in seconds since 1970.
    struct Shift: Sendable {
        var start: Int
        var end: Int
    }

    var isSenior: Bool { team == "seniors" }

    /// The first moment from `time` on at which the admin is there.
    func isThere(from time: Int) -> Int {
        let shift = shifts[place(of: time)]
        return max(time, shift.start)
    }

    /// When so many seconds of the admin's time are used up that begin to count at `time`.
    func done(from time: Int, after work: Int) -> Int {
        var place = place(of: time)
        var left = Int(Double(work) * pace)
        while place < shifts.count - 1 {
            let start = max(time, shifts[place].start)
            if start + left <= shifts[place].end { return start + left }
            left -= max(0, shifts[place].end - start)
            place += 1
        }
        return max(time, shifts[place].start) + left
    }

    /// The first shift that is not over at `time`; the last one when all are.
    private func place(of time: Int) -> Int {
        var low = 0
        var high = shifts.count - 1
        while low < high {
            let middle = (low + high) / 2
            if shifts[middle].end <= time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
