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
    var surveyTokens: [String: String] = [:]
    var openPromises: Set<String> = []
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

extension NotifierWork {
    /// Looks up all that the batch needs, in one trip; in two where a letter says for whom it is.
    func lookUp(in transaction: Transaction, _ rules: NoticeRules, hasCases: Bool) async throws -> Found {
        var found = Found(people: People(partitioning))
        let bounced = messages.compactMap { $0.message.bouncedLetter }
        if !bounced.isEmpty {
            found.letters = try await transaction.query(SelectLetters(keys: bounced).statement)
                .compactMap { Letter($0) }
        }
        let wanted = Wanted(self, found.letters, rules, hasCases: hasCases)
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
            case .promises: found.openPromises = Set(rows[place].map { $0.text(0) })
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
    fileprivate var bouncedLetter: Letter.Key? {
        switch self {
        case .bounce(let key, _, _), .autoReply(let key): key
        default: nil
        }
    }
}
