import BusinessTime

/// The definition of business time carried out cell by cell of five minutes, and second by second where something
/// begins or ends; it shares no code with the library but the zone's offset, which a table checks.
///
/// Five minutes are exact here because its zones change at multiples of fifteen minutes by multiples of fifteen, and
/// the hours of its calendars are multiples of five.
struct SlowCalendar {
    static let cell = 300

    /// The first second of the first cell.
    let start: Int
    /// Whether each cell is open.
    let open: [Bool]
    /// The first second of each cell that is open.
    private let openCells: [Int]
    /// For each cell, how many before it are open.
    private let openBefore: [Int]

    /// Hours in minutes after midnight, by weekday (Monday first) or for a date by its day number.
    struct Hours {
        var week: [[(Int, Int)]]
        var special: [Int: [(Int, Int)]]
    }

    init(wall: WallClock, hours: Hours, days: Range<Int>) {
        let first = days.lowerBound * 86_400
        var cells = [Bool](repeating: false, count: days.count * 86_400 / Self.cell)
        for day in days.lowerBound - 3..<days.upperBound + 3 {
            let weekday = ((day + 3) % 7 + 7) % 7
            for (opening, closing) in hours.special[day] ?? hours.week[weekday] {
                var second = wall.opening(day * 86_400 + opening * 60)
                let end = wall.closing(day * 86_400 + closing * 60)
                while second < end {
                    let index = (second - first) / Self.cell
                    if second >= first, index < cells.count {
                        let date = wall.shows(at: second) / 86_400
                        if date == day || hours.special[date] == nil { cells[index] = true }
                    }
                    second += Self.cell
                }
            }
        }
        start = first
        open = cells
        openCells = cells.indices.filter { cells[$0] }.map { first + $0 * Self.cell }
        var before: [Int] = []
        var count = 0
        for isOpen in cells {
            before.append(count)
            count += isOpen ? 1 : 0
        }
        openBefore = before
    }

    /// Whether it is open at the second.
    func isOpen(_ second: Int) -> Bool { open[(second - start) / Self.cell] }

    /// The seconds from one to another that are open and in no pause.
    func elapsed(_ from: Int, _ to: Int, pauses: [(Int, Int)]) -> Int {
        var count = 0
        walk(from, to, pauses: pauses) { _, length in
            count += length
            return true
        }
        return count
    }

    /// The second by which so many were open and in no pause; nil when the cells do not reach that far.
    func due(_ from: Int, budget: Int, pauses: [(Int, Int)]) -> Int? {
        guard budget > 0 else { return from }
        var left = budget
        var due: Int?
        walk(from, start + open.count * Self.cell, pauses: pauses) { second, length in
            if left <= length { due = second + left }
            left -= length
            return left > 0
        }
        return due
    }

    /// The next second after this one at which it is not as at this one.
    func nextChange(_ second: Int) -> Int? {
        var index = (second - start) / Self.cell
        let state = open[index]
        while index < open.count, open[index] == state { index += 1 }
        return index < open.count ? start + index * Self.cell : nil
    }

    /// Goes through what is open and not paused, in pieces of up to a cell, until told to stop.
    private func walk(_ from: Int, _ to: Int, pauses: [(Int, Int)], _ body: (Int, Int) -> Bool) {
        for cell in openCells[openBefore[(from - start) / Self.cell]...] {
            guard cell < to else { return }
            let second = max(cell, from)
            let end = min(cell + Self.cell, to)
            var isCovered = false
            var isTouched = false
            for pause in pauses {
                isCovered = isCovered || pause.0 <= second && end <= pause.1
                isTouched = isTouched || pause.0 < end && second < pause.1
            }
            if isCovered { continue }
            if isTouched {
                for second in second..<end where !pauses.contains(where: { $0 <= second && second < $1 }) {
                    guard body(second, 1) else { return }
                }
            } else {
                guard body(second, end - second) else { return }
            }
        }
    }
}
