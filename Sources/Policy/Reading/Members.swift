/// The members of a mapping whose keys are fixed; a key that nobody asks for is a fault.
struct Members {
    let place: Place
    private let entries: [(key: String, entry: Entry)]
    private var known: [String] = []

    /// The members of the entry; nil if it is no mapping, which is a fault that shows the example.
    init?(_ entry: Entry, like example: String, _ faults: inout FaultList) {
        guard let entries = entry.members("a mapping such as \(example) is allowed", &faults) else { return nil }
        place = entry.place
        self.entries = entries
    }

    /// Whether there is none.
    var isEmpty: Bool { entries.isEmpty }

    /// The member of the key, if it is there.
    mutating func take(_ key: String) -> Entry? {
        known.append(key)
        return entries.first { $0.key == key }?.entry
    }

    /// The member of the key, which must be there.
    mutating func need(_ key: String, _ faults: inout FaultList) -> Entry? {
        let entry = take(key)
        if entry == nil { faults.add("`\(key)` is needed", at: place) }
        return entry
    }

    /// Reads the member of the key, if it is there and sound, over the value.
    mutating func read<Value>(
        _ key: String,
        into value: inout Value,
        _ faults: inout FaultList,
        _ reading: (Entry, inout FaultList) -> Value?
    ) {
        guard let entry = take(key), let read = reading(entry, &faults) else { return }
        value = read
    }

    /// The members whose keys were not asked for: in their order, those of a mapping that has names besides.
    func rest() -> [(key: String, entry: Entry)] {
        entries.filter { !known.contains($0.key) }
    }

    /// Tells the keys that nobody asked for.
    func close(_ faults: inout FaultList) {
        for (_, entry) in rest() {
            faults.add("no such key; \(WordList.all(known)) allowed", at: entry.place)
        }
    }
}

/// Lists of words in sentences.
enum WordList {
    /// `a, b and c are` or `a is`.
    static func all(_ words: [String]) -> String { joined(words, "and") + (words.count == 1 ? " is" : " are") }

    /// `a, b or c`.
    static func one(of words: [String]) -> String { joined(words, "or") }

    private static func joined(_ words: [String], _ last: String) -> String {
        guard words.count > 1, let end = words.last else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " \(last) \(end)"
    }
}
