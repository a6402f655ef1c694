/// The faults that have been found so far, and the names that are still to be compared.
struct FaultList {
    private var faults: [PolicyFault] = []
    private var declared: [Sort: [String: Place]] = [:]
    private var unreadable: Set<Sort> = []
    private var references: [(sort: Sort, name: String, place: Place)] = []
    private var files: [String: Place] = [:]
    /// Whether the policy is yet to be applied.
    private let isNew: Bool

    init(isNew: Bool = false) { self.isNew = isNew }

    var isEmpty: Bool { faults.isEmpty }

    /// The faults by line, those of one line in the order found; first those of the policy file itself.
    var sorted: [PolicyFault] {
        let order = faults.enumerated().sorted {
            ($0.element.file ?? "", $0.element.line, $0.offset) < ($1.element.file ?? "", $1.element.line, $1.offset)
        }
        return order.map(\.element)
    }

    mutating func add(_ message: String, at place: Place) {
        faults.append(PolicyFault(file: place.file, line: place.line, path: place.path, message: message))
    }

    /// Tells what no policy that is yet to be applied may say; one that has been goes on to hold as it is.
    mutating func object(_ message: String, at place: Place) {
        if isNew { add(message, at: place) }
    }

    /// Notes that the file, or the folder, is named there.
    mutating func name(file: String, at place: Place) {
        if files[file] == nil { files[file] = place }
    }

    /// Where the file or folder is named; a file that is not named itself begins at its first line.
    func place(ofFile path: String) -> Place { files[path] ?? Place(line: 1, path: "", file: path) }

    /// Notes that there is such a thing.
    mutating func declare(_ sort: Sort, _ name: String, at place: Place) {
        if declared[sort, default: [:]][name] == nil { declared[sort, default: [:]][name] = place }
    }

    /// Notes that the names of the sort could not be read, so that nothing is said about references to them.
    mutating func giveUp(_ sort: Sort) { unreadable.insert(sort) }

    /// Notes that there must be such a thing, wherever in the file.
    mutating func refer(to sort: Sort, _ name: String, at place: Place) {
        references.append((sort, name, place))
    }

    /// Tells the references to what there is not, and the names that two things have.
    mutating func settle() {
        for reference in references where !unreadable.contains(reference.sort) {
            let names = declared[reference.sort, default: [:]]
            guard names[reference.name] == nil else { continue }
            let noun = reference.sort.rawValue
            let list = names.keys.sorted().joined(separator: ", ")
            let allowed = names.isEmpty ? "the file has none under `\(reference.sort.home)`" : "allowed: \(list)"
            add("no \(noun) is called \(reference.name); \(allowed)", at: reference.place)
        }
        for (name, place) in declared[.department, default: [:]] where declared[.team]?[name] != nil {
            add("a team has the same name; another name is needed, since cases are escalated to either", at: place)
        }
    }
}

/// Where a node stands in the file.
struct Place {
    let line: Int
    let path: String
    /// The path of a file beside the policy; nil for the policy file itself.
    var file: String?
}
