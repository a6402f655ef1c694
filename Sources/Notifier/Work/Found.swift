import Contract
import Pipeline
import Policy
import Postgres

/// What a batch has looked up.
struct Found {
    var people: People
    var paces: [Pace] = []
    var held: [HeldNotice] = []
    var letters: [Letter] = []
    /// In which partitions those letters are that were not where their names say.
    var letterPlaces: [UUIDv7: Int] = [:]
    var surveyTokens: [String: String] = [:]
    /// The users who wait for a reply that comes later than they were told, by case.
    var waitingUsers: [CaseID: String] = [:]
    var reports = IssuedReports()
    /// The open cases of admins whose digest is due.
    var cases: [String: [WaitingCase]] = [:]
}

/// A case that waits for an admin.
struct WaitingCase: Sendable, Equatable {
    let id: String
    let subject: String
    let since: Instant?

    /// The cases that admins have, who has waited longest first.
    static func select(_ admins: [String]) -> Statement {
        Statement(
            """
            SELECT c.assignee, c."case", coalesce(c.subject, c.category, c.kind), c.awaiting_since
            FROM api.cases AS c
            WHERE c.assignee = ANY ($1::text[]) AND c.state IN ('open', 'assigned', 'escalated')
            ORDER BY c.awaiting_since NULLS LAST
            LIMIT 5000
            """,
            .texts(admins)
        )
    }
}

/// Reads whose replies are late, of the cases in which an answer is still awaited.
struct WaitingUsers {
    let late: [Event]

    var statement: Statement {
        Statement(
            """
            SELECT c."case", c."user" FROM unnest($1::int[], $2::text[]) AS k (partition, "case")
            JOIN api.cases AS c ON c.partition = k.partition AND c."case" = k."case"
            WHERE c."user" IS NOT NULL AND c.awaiting_since IS NOT NULL
            """,
            .int4s(late.map { Int32($0.partition) }),
            .texts(late.map { $0.case?.rawValue })
        )
    }
}

extension NotifierWork {
    /// Looks up all that the batch needs, in one trip; in another before it where a letter or a case says for whom it is.
    func lookUp(in transaction: Transaction, _ rules: NoticeRules, hasCases: Bool) async throws -> Found {
        var found = Found(people: People(partitioning))
        let bounced = messages.compactMap { $0.message.bouncedLetter }
        if !bounced.isEmpty {
            found.letters = try await transaction.query(SelectLetters(keys: bounced).statement)
                .compactMap { Letter($0) }
            let missing = Set(bounced).subtracting(found.letters.map(\.key)).map(\.id)
            if !missing.isEmpty {
                for row in try await transaction.query(SelectLetters.places(of: missing)) {
                    found.letterPlaces[UUIDv7(row.uuid(1))] = Int(row.int(0))
                }
            }
        }
        if !lateReplies.isEmpty, hasCases {
            for row in try await transaction.query(WaitingUsers(late: lateReplies).statement) {
                found.waitingUsers[CaseID(row.text(0))] = row.text(1)
            }
        }
        let wanted = Wanted(self, found, rules, hasCases: hasCases)
        guard !wanted.statements.isEmpty else { return applied(found) }
        let rows = try await transaction.query(wanted.statements.map(\.statement))
        for (place, wish) in wanted.statements.enumerated() {
            switch wish.kind {
            case .people: for row in rows[place] { if let person = Person(row) { found.people.add(person) } }
            case .admins: for row in rows[place] { if let person = Person(row) { found.people.addAdmin(person) } }
            case .paces: found.paces = rows[place].compactMap { Pace($0) }
            case .held: found.held = rows[place].compactMap { HeldNotice($0) }
            case .letters: found.letters += rows[place].compactMap { Letter($0) }
            case .surveys: for row in rows[place] { found.surveyTokens[row.text(0)] = row.text(1) }
            case .reports: for row in rows[place] { found.reports.add(row) }
            case .cases:
                for row in rows[place] {
                    let since = row.timestampOrNull(3).map(Instant.init(microseconds:))
                    let waiting = WaitingCase(id: row.text(1), subject: row.text(2), since: since)
                    found.cases[row.text(0), default: []].append(waiting)
                }
            }
        }
        return applied(found)
    }

    /// What is known after what the batch itself says of people and surveys.
    private func applied(_ found: Found) -> Found {
        var found = found
        for change in directory {
            let former = found.people[change.key.recipient]
            found.people.add(change.applied(to: former.isKnown ? former : nil))
        }
        for link in surveyLinks { found.surveyTokens[link.survey] = link.token }
        return found
    }
}

extension NotifierWork.Message {
    /// The letter that has come back, whose row says for whom it was.
    var bouncedLetter: Letter.Key? {
        switch self {
        case .bounce(let key, _, _), .autoReply(let key): key
        default: nil
        }
    }
}
