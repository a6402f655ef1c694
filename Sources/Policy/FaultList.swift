/// The faults that have been found so far.
struct FaultList {
    private var faults: [PolicyFault] = []

    var isEmpty: Bool { faults.isEmpty }

    /// The faults by line, those of one line in the order found.
    var sorted: [PolicyFault] {
        faults.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element)
    }

    mutating func add(_ message: String, at place: Place) {
        faults.append(PolicyFault(line: place.line, path: place.path, message: message))
    }
}

/// Where a node stands in the file.
struct Place {
    let line: Int
    let path: String

    /// The file as a whole.
    static let file = Place(line: 1, path: "")
}
