import Contract
import Pipeline

/// What the owner of a person's partition writes to the owners of all partitions when an erasure was accepted.
struct ErasureLetter {
    /// The erasure, without the conversations, which each partition's owner looks up.
    let erasure: Erasure
    let time: Instant
    let cause: String

    /// Why the letter does not go to one partition only: a person's conversations may be anywhere.
    static func letters(
        for submission: Submission,
        cause: String,
        from home: Int,
        _ partitioning: Partitioning
    ) -> [OutgoingLetter] {
        guard submission.type == .userErase, let person = submission.fields["user"] else { return [] }
        let fields: Fields = [
            "erasure": UUIDv7.generate().description, "user": person,
            "pseudonym": Erasure.pseudonym(), "time": submission.time.description, "cause": cause,
        ]
        return (0..<partitioning.count).map { partition in
            OutgoingLetter(
                from: home,
                to: partition,
                kind: Erasure.letterKind,
                conversation: "user:\(person)",
                fields: fields
            )
        }
    }

    init(_ letter: Letter) throws(StageFault) {
        let fields = letter.fields
        guard let id = fields["erasure"], let person = fields["user"], let pseudonym = fields["pseudonym"],
            let time = fields["time"].flatMap({ Instant(rfc3339: $0) }), let cause = fields["cause"]
        else {
            throw StageFault(code: "malformed_letter", detail: "a letter of kind \(Erasure.letterKind) lacks a field")
        }
        erasure = Erasure(id: id, person: person, pseudonym: pseudonym, conversations: [:])
        self.time = time
        self.cause = cause
    }

    /// The events that tell of the erasure in a partition, with so many conversations each at most.
    func drafts(
        of conversations: [String],
        in partition: Int,
        _ partitioning: Partitioning,
        atMost limit: Int = 200
    ) -> [Draft] {
        let starts = conversations.isEmpty ? [0] : Array(stride(from: 0, to: conversations.count, by: limit))
        return starts.map { start in
            let names = conversations[start..<min(start + limit, conversations.count)].map { name in
                (name, erasure.named(by: name) ? Self.name(in: partition, partitioning) : name)
            }
            let part = Erasure(
                id: erasure.id,
                person: erasure.person,
                pseudonym: erasure.pseudonym,
                conversations: Dictionary(names) { $1 }
            )
            return Draft(
                partition: partition,
                type: Erasure.type,
                time: time,
                conversation: nil,
                cause: cause,
                fields: part.fields
            )
        }
    }

    /// A new name whose place is the same partition.
    private static func name(in partition: Int, _ partitioning: Partitioning) -> String {
        while true {
            let name = Erasure.pseudonym()
            if partitioning.partition(of: name) == partition { return name }
        }
    }
}

extension Erasure {
    /// Whether a conversation's name holds the person's, as a word of its own.
    func named(by name: String) -> Bool {
        var rest = name[...]
        while let place = rest.firstRange(of: person) {
            let before = name[..<place.lowerBound].last
            let after = rest[place.upperBound...].first
            if !Self.isPartOfWord(before), !Self.isPartOfWord(after) { return true }
            rest = rest[name.index(after: place.lowerBound)...]
        }
        return false
    }

    private static func isPartOfWord(_ character: Character?) -> Bool {
        guard let character else { return false }
        return character.isLetter || character.isNumber
    }
}
