import Contract

/// What the commands of a batch name as their cause: the entry, by its stream without the prefix and its id.
struct Causes {
    private struct Stream: Hashable {
        let door: SourceID?
        let partition: Int
    }

    private var beginnings: [Stream: String] = [:]

    /// The cause of what comes of the entry, such as `inbound:{7}/1700000000000-0`.
    mutating func cause(of entry: InboundEntry) -> String {
        let stream = Stream(door: entry.door, partition: entry.partition)
        var cause: String
        if let known = beginnings[stream] {
            cause = known
        } else {
            cause = entry.door.map { "inbound:\($0.rawValue):{\(entry.partition)}/" } ?? "inbound:{\(entry.partition)}/"
            beginnings[stream] = cause
        }
        cause += entry.id.description
        return cause
    }
}
