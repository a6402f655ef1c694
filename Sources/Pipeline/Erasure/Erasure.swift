package import Contract
package import Postgres

/// That a person is to be taken out of what a partition holds, as the event `person.erased` tells every stage.
///
/// The partition's owner at ingest has found the person's conversations and given new names to those that carry the
/// person's; from then on everyone uses the same pseudonym and the same names, so that what belonged together still does.
package struct Erasure: Sendable, Hashable {
    /// What the event is called in every topic.
    package static let type = "person.erased"
    /// The kind of the letters by which ingest's lanes tell each other of an erasure.
    package static let letterKind = "erase"

    /// Which erasure it is, the same in all partitions.
    package let id: String
    /// The person's id, which is to vanish.
    package let person: String
    /// What stands in its place from now on.
    package let pseudonym: String
    /// The names of the person's conversations in the partition, with those that they have from now on.
    package let conversations: [String: String]

    /// An erasure of those parts.
    package init(id: String, person: String, pseudonym: String, conversations: [String: String]) {
        self.id = id
        self.person = person
        self.pseudonym = pseudonym
        self.conversations = conversations
    }

    /// A new name for a person or a conversation of whom nothing shall be known any more.
    package static func pseudonym() -> String {
        let digits = String(UInt64.random(in: 0 ... .max), radix: 16)
        return prefix + String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Whether a name is one that an erasure has given.
    package static func isPseudonym(_ name: String) -> Bool {
        let digits = name.utf8.dropFirst(prefix.utf8.count)
        return name.hasPrefix(prefix) && digits.count == 16 && digits.allSatisfy("0123456789abcdef".utf8.contains)
    }

    private static let prefix = "erased-"

    /// Reads the fields of an event or timer.
    init(_ fields: Fields) throws(StageFault) {
        guard let id = fields["erasure"], let person = fields["user"], let pseudonym = fields["pseudonym"],
            !id.isEmpty, !person.isEmpty, !pseudonym.isEmpty
        else { throw StageFault(code: "malformed_event", detail: "\(Self.type) lacks a field") }
        let names = fields["conversations"].flatMap { try? Fields(json: $0) } ?? Fields()
        self.init(
            id: id,
            person: person,
            pseudonym: pseudonym,
            conversations: Dictionary(names.map { ($0.name, $0.value) }) { $1 }
        )
    }

    /// The fields of its event and its timers.
    package var fields: Fields {
        ["erasure": id, "user": person, "pseudonym": pseudonym, "conversations": names]
    }

    /// The conversations as a flat JSON object, the old name of each with the new one.
    package var names: String {
        Fields(conversations.sorted { $0.key < $1.key }).json
    }

    /// The conversations by their old names.
    package var conversationNames: [String] { conversations.keys.sorted() }
}

/// A stage that keeps rows about people, and takes one of them out when asked to.
package protocol Erasing: Stage {
    /// What takes the person out of the stage's own rows in a partition; figures must come out of them as before.
    ///
    /// Runs in one transaction, after the rows and events of the batch, and may run again. The pipeline itself sees to
    /// timers, mail, parked work, the stage's events and their streams.
    func statements(for erasure: Erasure, in partition: Int) -> [Statement]

    /// The same of a stage that has to look at its rows first; the transaction is the one in which the statements run.
    func statements(
        for erasure: Erasure,
        in partition: Int,
        reading transaction: Transaction
    ) async throws -> [Statement]

    /// Streams in Redis, beside the stage's topic and its projection, whose entries may name the person.
    func streams(in partition: Int) -> [String]
}

extension Erasing {
    package func statements(for erasure: Erasure, in partition: Int) -> [Statement] { [] }

    package func statements(
        for erasure: Erasure,
        in partition: Int,
        reading transaction: Transaction
    ) async throws -> [Statement] {
        statements(for: erasure, in: partition)
    }

    package func streams(in partition: Int) -> [String] { [] }
}
