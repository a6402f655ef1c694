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
        /// A person is to be taken out of what the stage keeps, which the pipeline sees to.
        case erase(ErasureWork)
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

extension Arrival.Disposition {
    /// What the stage or the pipeline is asked to do; nothing where there is nothing that can be done.
    var content: Input.Content? {
        switch self {
        case .handle(let input): input.content
        case .erase(let work): work.content
        case .pass, .park: nil
        }
    }

    /// What is done about a timer.
    init(_ timer: DueTimer, in partition: Int) {
        self =
            timer.key.hasPrefix(ErasureWork.timerPrefix)
            ? .erase(.step(timer))
            : .handle(Input(partition: partition, content: .timer(timer), conversation: timer.conversation))
    }
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
