import Yams

/// A node of the file with its place, read as what a rule wants; what it is not becomes a fault.
struct Entry {
    let node: Node
    let place: Place

    init(_ node: Node, path: String, line: Int = 1, file: String? = nil) {
        self.node = node
        place = Place(line: node.mark?.line ?? line, path: path, file: file)
    }

    /// The members of a mapping in their order, each key a plain text; faults say what else they should be.
    func members(_ expectation: String, _ faults: inout FaultList) -> [(key: String, entry: Entry)]? {
        guard case .mapping(let mapping) = node else {
            faults.add(expectation, at: place)
            return nil
        }
        var members: [(key: String, entry: Entry)] = []
        for (key, value) in mapping {
            let keyPlace = Entry(key, path: place.path, line: place.line, file: place.file).place
            guard case .scalar(let scalar) = key else {
                faults.add("a key is a plain word", at: keyPlace)
                continue
            }
            let path = place.path.isEmpty ? scalar.string : "\(place.path).\(scalar.string)"
            members.append((scalar.string, Entry(value, path: path, line: keyPlace.line, file: place.file)))
        }
        return members
    }

    /// The elements of a list.
    func elements(_ expectation: String, _ faults: inout FaultList) -> [Entry]? {
        guard case .sequence(let sequence) = node else {
            faults.add(expectation, at: place)
            return nil
        }
        return sequence.enumerated().map { index, element in
            Entry(element, path: "\(place.path)[\(index)]", line: place.line, file: place.file)
        }
    }

    /// The text of a scalar, quoted or not; nil for anything else.
    var scalar: String? {
        guard case .scalar(let scalar) = node else { return nil }
        return scalar.string
    }

    /// Whether it is a mapping.
    var isMapping: Bool {
        if case .mapping = node { true } else { false }
    }

    /// Whether it is a list that nothing is in.
    var isEmptyList: Bool {
        if case .sequence(let list) = node { list.isEmpty } else { false }
    }

    /// A text, quoted or not.
    func text(_ expectation: String, _ faults: inout FaultList, where isRight: (String) -> Bool) -> String? {
        guard case .scalar(let scalar) = node, isRight(scalar.string) else {
            faults.add(expectation, at: place)
            return nil
        }
        return scalar.string
    }

    /// `true` or `false`, not quoted.
    func boolean(_ faults: inout FaultList) -> Bool? {
        switch plain {
        case "true": return true
        case "false": return false
        default:
            faults.add("true or false is allowed", at: place)
            return nil
        }
    }

    /// A whole number of the range in digits, not quoted.
    func integer(in range: ClosedRange<Int>, _ faults: inout FaultList) -> Int? {
        guard let plain, plain.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(plain),
            range.contains(number)
        else {
            let one = range.count == 1 ? "\(range.lowerBound) is allowed" : nil
            let expectation = "a whole number from \(range.lowerBound) to \(range.upperBound) is allowed"
            faults.add(one ?? expectation, at: place)
            return nil
        }
        return number
    }

    private var plain: String? {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return nil }
        return scalar.string
    }
}
