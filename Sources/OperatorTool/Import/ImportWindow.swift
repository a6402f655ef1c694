/// The rows of an import that are on their way: sent, and not all settled.
///
/// Rows leave it in the file's order, so that what has left is a beginning of the file: that is what a run that takes the
/// import up again may skip.
struct ImportWindow {
    /// What became of a row.
    enum Outcome: Sendable, Equatable {
        case accepted
        case duplicate
        case rejected(code: String, field: String, detail: String)
    }

    private struct Place {
        var row: ImportRow
        var publication: Publication?
        var outcome: Outcome?
    }

    static let mostBytes = 16 << 20
    let mostRows: Int
    private var places: [Place] = []
    /// The number of the first place in the file's order, and how many at its beginning have left.
    private var base = 0
    private var gone = 0
    private var waiting: [String: [Int]] = [:]
    private var bytes = 0

    init(mostRows: Int) { self.mostRows = mostRows }

    var isEmpty: Bool { gone == places.count }
    var hasRoom: Bool { places.count - gone < mostRows && bytes < Self.mostBytes }

    /// The entries that have no receipt yet, in the file's order.
    var unsettled: [Publication] {
        places[gone...].filter { $0.outcome == nil }.compactMap(\.publication)
    }

    /// Takes a row in that is published as `publication`.
    mutating func add(_ row: ImportRow, as publication: Publication) {
        waiting[Self.key(publication.source, publication.id), default: []].append(base + places.count)
        append(Place(row: row, publication: publication))
    }

    /// Takes a row in that cannot be published.
    mutating func add(_ row: ImportRow, refused detail: String) {
        append(Place(row: row, outcome: .rejected(code: "malformed", field: "", detail: detail)))
    }

    /// Notes a receipt; false when no row waits for it.
    mutating func settle(_ receipt: Receipt) -> Bool {
        let key = Self.key(receipt.source, receipt.id)
        guard var numbers = waiting[key], !numbers.isEmpty else { return false }
        let number = numbers.removeFirst()
        waiting[key] = numbers.isEmpty ? nil : numbers
        places[number - base].outcome =
            switch receipt.status {
            case .accepted: .accepted
            case .duplicate: .duplicate
            case .rejected: .rejected(code: receipt.code, field: receipt.field, detail: receipt.detail)
            }
        return true
    }

    /// Takes out the rows at the beginning that are settled.
    mutating func takeSettled() -> [(row: ImportRow, outcome: Outcome)] {
        var settled: [(row: ImportRow, outcome: Outcome)] = []
        while gone < places.count, let outcome = places[gone].outcome {
            let row = places[gone].row
            settled.append((row, outcome))
            bytes -= row.weight
            places[gone].row.fields = []
            places[gone].row.text = nil
            places[gone].publication = nil
            gone += 1
        }
        if gone > mostRows {
            places.removeFirst(gone)
            base += gone
            gone = 0
        }
        return settled
    }

    private mutating func append(_ place: Place) {
        places.append(place)
        bytes += place.row.weight
    }

    private static func key(_ source: String, _ id: String) -> String { "\(source) \(id)" }
}
