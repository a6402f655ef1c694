/// What the words and pairs of a message add to a score, those that come twice added up.
struct TermList {
    private let message: MessageText
    /// By place: a word at 2 × its index, the pair that ends with it after that.
    private let values: [Double]

    init(_ message: MessageText, _ values: [Double]) {
        self.message = message
        self.values = values
    }

    /// All terms, the greatest effect first.
    var all: [Contribution] {
        var sums: [String: (value: Double, place: Int)] = [:]
        for place in values.indices {
            let name = name(of: place)
            let known = sums[name] ?? (0, place)
            sums[name] = (known.value + values[place], known.place)
        }
        return sums.sorted { first, second in
            (-abs(first.value.value), first.value.place) < (-abs(second.value.value), second.value.place)
        }.map { Contribution(term: $0.key, weight: $0.value.value) }
    }

    /// The terms that add most, strongest first, each once; none that adds nothing.
    func strongest(_ count: Int) -> [Contribution] {
        var places: [Int] = []
        for place in values.indices where values[place] > 0 {
            guard places.count < 2 * count || values[place] > values[places[places.count - 1]] else { continue }
            let rank = places.firstIndex { values[$0] < values[place] } ?? places.count
            places.insert(place, at: rank)
            if places.count > 2 * count { places.removeLast() }
        }
        var found: [Contribution] = []
        for place in places where found.count < count {
            let name = name(of: place)
            if !found.contains(where: { $0.term == name }) {
                found.append(Contribution(term: name, weight: values[place]))
            }
        }
        return found
    }

    private func name(of place: Int) -> String {
        let word = message.shown(message.words[place / 2])
        guard place % 2 == 1 else { return word }
        return place > 1 ? "\(message.shown(message.words[place / 2 - 1])) \(word)" : "^ \(word)"
    }
}
