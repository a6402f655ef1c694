import Contract
import Policy

/// What sends letters beside the lanes.
protocol Sender: Sendable {
    /// The ways out of the house that there are.
    var means: Means { get }

    /// Whether a letter by that channel, which is one of its means, to that target would be begun soon.
    func room(_ channel: NoticeChannel, target: String) -> Room

    /// Whether it has the letter and has not told yet what became of it.
    func holds(_ letter: UUIDv7) -> Bool

    /// Takes a letter that has been claimed; what becomes of it comes back as mail of the stage.
    func take(_ parcel: Parcel)
}

/// What room there is for one more letter.
enum Room: Sendable {
    case free
    /// There will be some, as what waits is worked through.
    case soon
    /// The receiver is in trouble, and much waits for it.
    case late
}
