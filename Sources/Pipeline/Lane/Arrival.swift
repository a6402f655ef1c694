import Contract

/// One thing that has reached a lane, with where it came from and what is to be done with it.
struct Arrival: Sendable {
    /// Where an arrival came from, and so what has to be moved or removed once it is dealt with.
    enum Origin: Sendable, Hashable {
        case topic(Topic, seq: Int64)
        case door(Door, EntryID)
        case letter(id: Int64)
        case timer(key: String, due: Instant)
        /// A row of parked work that an operator wants tried again.
        case parked(id: Int64)
    }

    enum Disposition: Sendable {
        case handle(Input)
        /// The stage does not consume this type: only the position moves.
        case pass
        /// It cannot be handed to the stage at all.
        case park(StageFault, ParkedPayload)
    }

    let partition: Int
    let origin: Origin
    let conversation: String
    let disposition: Disposition
}

/// How far a batch gets in each topic and door.
struct Progress: Sendable {
    private(set) var topics: [TopicKey: Int64] = [:]
    private(set) var doors: [Door: EntryID] = [:]

    init(_ arrivals: some Sequence<Arrival>) {
        for arrival in arrivals {
            switch arrival.origin {
            case .topic(let topic, let seq): topics[TopicKey(topic: topic, partition: arrival.partition)] = seq
            case .door(let door, let id): doors[door] = id
            case .letter, .timer, .parked: break
            }
        }
    }
}
