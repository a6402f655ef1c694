import Contract
import Policy

/// The people whom a batch is about, as the directory has them.
struct People: Sendable {
    private var known: [Recipient: Person] = [:]
    /// The admins of the teams that the batch calls.
    private var admins: [Person] = []
    /// What people are called.
    private(set) var names: [Recipient: String] = [:]
    private let partitioning: Partitioning

    init(_ partitioning: Partitioning) { self.partitioning = partitioning }

    mutating func add(_ person: Person) {
        known[person.key.recipient] = person
        names[person.key.recipient] = person.name
    }

    mutating func addAdmin(_ person: Person) {
        add(person)
        admins.append(person)
    }

    /// The person; of one whom the directory does not have, the id alone.
    subscript(recipient: Recipient) -> Person {
        known[recipient] ?? Person(Person.Key(recipient, partitioning))
    }

    /// Who reads what is meant for those, in the order of their ids.
    func readers(_ readers: Proposal.Readers, _ rules: NoticeRules) -> [Recipient] {
        switch readers {
        case .one(let recipient): return [recipient]
        case .team(let name):
            let teams = rules.teams(behind: name)
            var found = admins.filter { $0.team.map(teams.contains) ?? false }.map(\.key.recipient)
            if rules.hasAddress(name) { found.append(Recipient(audience: .admin, id: name)) }
            return unique(found)
        case .seniors(let team):
            let seniors = admins.filter(\.isSenior)
            let own = seniors.filter { $0.team == team && team != nil }
            return unique((own.isEmpty ? seniors : own).map(\.key.recipient))
        }
    }

    private func unique(_ recipients: [Recipient]) -> [Recipient] {
        Set(recipients).sorted { $0.id < $1.id }
    }
}
