/// A bounded memory of values by the hash of what they belong to; what was not used for longest is forgotten first.
///
/// Two generations: a value that is written goes into the young one; when that holds half the capacity, the old one is
/// dropped and the young one grows old. So each operation is a look-up or two, and no list has to be kept in order.
struct RecentMemory<Value: Sendable>: Sendable {
    private var young: [Int: Value] = [:]
    private var old: [Int: Value] = [:]
    private let generation: Int

    /// A memory that holds at most that many values, and never less than the last half of them.
    init(capacity: Int) {
        generation = max(capacity / 2, 1)
    }

    /// How many values are held, counting one twice that is in both generations.
    var count: Int { young.count + old.count }

    subscript(hash: Int) -> Value? {
        young[hash] ?? old[hash]
    }

    mutating func remember(_ value: Value, for hash: Int) {
        young[hash] = value
        if young.count >= generation {
            swap(&young, &old)
            young.removeAll(keepingCapacity: true)
        }
    }
}
