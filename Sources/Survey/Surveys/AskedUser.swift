import Contract

/// What is known of a user across all conversations, locked for the batch.
struct AskedUser: Sendable, Equatable {
    /// A user's place: the partition of the name.
    struct Key: Hashable, Sendable, Comparable {
        let partition: Int
        let user: String

        static func < (one: Key, other: Key) -> Bool {
            (one.partition, one.user) < (other.partition, other.user)
        }
    }

    /// How long it is remembered that the user was asked; longer than any cool-down may be.
    private static let memory = Duration.seconds(400 * 86_400)

    let key: Key
    /// When surveys were sent to the user, in order.
    private(set) var asked: [Instant] = []
    private(set) var language: String?
    private(set) var erasedAt: Instant?
    private(set) var putAt: Instant?
    /// What the user got within the time of the cap before each instant that the batch asks for, and since.
    var rewards: [Transfer.Booked] = []
    private(set) var isChanged = false

    /// A user of whom nothing else is known.
    init(key: Key) { self.key = key }

    /// A user as stored.
    init(key: Key, asked: [Instant], language: String?, erasedAt: Instant?, putAt: Instant?) {
        self.key = key
        self.asked = asked
        self.language = language
        self.erasedAt = erasedAt
        self.putAt = putAt
    }

    /// Whether asking then would be asking again too soon, in whatever order the askings become known.
    func isCoolingDown(at time: Instant, for coolDown: Duration) -> Bool {
        asked.contains { $0 <= time ? time - $0 < coolDown : $0 - time < coolDown }
    }

    /// Notes that a survey went out.
    mutating func ask(at time: Instant) {
        asked = (asked + [time]).sorted()
        if let newest = asked.last { asked.removeAll { newest - $0 > Self.memory } }
        isChanged = true
    }

    /// Takes what the directory says; of an earlier time it is late.
    mutating func take(_ fields: Fields, at time: Instant) {
        if let putAt, time < putAt { return }
        putAt = time
        let isErased = fields["erased"] == "true"
        language = isErased ? nil : fields.value("language")
        erasedAt = isErased ? time : nil
        isChanged = true
    }

    /// The most points that the user has got in any stretch of that length in which the instant lies, what was taken
    /// back taken off: answers may become known in any order.
    func points(within duration: Duration, around time: Instant) -> Int {
        let ends = [time] + rewards.map(\.at).filter { $0 > time && $0 - time < duration }
        return ends.map { points(within: duration, upTo: $0) }.max() ?? 0
    }

    private func points(within duration: Duration, upTo end: Instant) -> Int {
        rewards.filter { $0.at <= end && end - $0.at < duration }.reduce(0) { $0 + $1.points }
    }
}
