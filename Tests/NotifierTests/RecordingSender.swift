import Contract
import Policy
import Synchronization

@testable import Notifier

/// A sender that keeps what it is given, for tests that say themselves what becomes of it.
final class RecordingSender: Sender {
    private struct State {
        var means: Means
        var parcels: [Parcel] = []
        var room = Room.free
        var held: Set<UUIDv7> = []
    }

    private let state: Mutex<State>

    init(means: Means = Means(mail: true, webhooks: true)) { state = Mutex(State(means: means)) }

    var means: Means { state.withLock { $0.means } }

    var parcels: [Parcel] { state.withLock { $0.parcels } }

    func setRoom(_ room: Room) { state.withLock { $0.room = room } }

    /// Has other ways out, as after a start with other settings.
    func setMeans(_ means: Means) { state.withLock { $0.means = means } }

    /// Forgets a parcel without a word, as a process that is killed does.
    func die() { state.withLock { $0.held = [] } }

    func room(_ channel: NoticeChannel, target: String) -> Room { state.withLock { $0.room } }

    func holds(_ letter: UUIDv7) -> Bool { state.withLock { $0.held.contains(letter) } }

    func take(_ parcel: Parcel) {
        state.withLock { state in
            state.parcels.append(parcel)
            state.held.insert(parcel.letter.id)
        }
    }

    func release(_ letter: UUIDv7) { state.withLock { _ = $0.held.remove(letter) } }
}
