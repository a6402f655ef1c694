import Contract
import Postgres

/// The conversations of a batch with the latest case of each.
struct CaseThreads: Sendable {
    /// A conversation's place: its partition and its name.
    struct Key: Hashable, Sendable {
        let partition: Int
        let conversation: String
    }

    private var indices: [Key: Int] = [:]
    private(set) var latest: [Case?] = []
    /// Cases that were closed in this batch and followed by another.
    private(set) var finished: [Case] = []

    /// The conversations that the works are about, without their cases.
    init(_ works: [Work]) {
        indices.reserveCapacity(works.count)
        for work in works where work.concernsCase {
            let key = Key(partition: work.partition, conversation: work.key)
            if indices[key] == nil {
                indices[key] = latest.count
                latest.append(nil)
            }
        }
    }

    /// The places of all conversations.
    var keys: some Collection<Key> { indices.keys }

    /// The places of the conversations that those works are about, each once.
    func keys(of works: [Work]) -> [Key] {
        Array(Set(works.map { Key(partition: $0.partition, conversation: $0.key) }))
    }

    /// The latest case of the work's conversation.
    func current(_ work: Work) -> Case? {
        index(partition: work.partition, conversation: work.key).flatMap { latest[$0] }
    }

    /// Where a conversation stands, if the batch is about it.
    func index(partition: Int, conversation: String) -> Int? {
        indices[Key(partition: partition, conversation: conversation)]
    }

    /// Puts a changed case back into its place.
    mutating func put(_ changed: Case, at index: Int) {
        if let earlier = latest[index], earlier.number < changed.number, earlier.storage != .stored {
            finished.append(earlier)
        }
        latest[index] = changed
    }

    /// Puts a case that was read from the database into its conversation's place.
    mutating func load(_ stored: Case) {
        guard let index = index(partition: stored.partition, conversation: stored.conversation) else { return }
        latest[index] = stored
    }

    /// Puts the text that opened a stored case into its place, as ``SelectOpeningTexts`` gives it.
    mutating func loadText(_ row: Row) {
        guard let index = index(partition: Int(row.int(0)), conversation: row.text(1)),
            latest[index]?.number == Int(row.int(2))
        else { return }
        latest[index]?.openingText = row.text(3)
    }

    /// The cases that have to be written, those of a conversation in their order.
    var unsaved: [Case] {
        finished + latest.compactMap { $0?.storage == .stored ? nil : $0 }
    }
}
