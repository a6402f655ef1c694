import Contract
import Figures
import Pipeline
import Policy
import Postgres

/// The look-ups that a batch needs: none for what nobody is told of.
struct Wanted {
    enum Kind {
        case people, admins, paces, held, letters, surveys, cases, reports
    }

    private(set) var statements: [(kind: Kind, statement: Statement)] = []

    init(_ work: NotifierWork, _ found: Found, _ rules: NoticeRules, hasCases: Bool) {
        let known = found.letters
        var people: Set<Recipient> = Set(known.map(\.recipient))
        for user in found.waitingUsers.values { people.insert(Recipient(audience: .user, id: user)) }
        var teams: Set<String> = []
        var seniors = false
        var reminded: [(partition: Int, survey: String)] = []
        for event in work.events {
            let tidings = Tidings(event, now: event.time)
            for proposal in tidings.proposals where proposal.suppression == nil || !proposal.contradicts.isEmpty {
                Self.want(proposal.readers, rules, &people, &teams, &seniors)
                people.formUnion(Self.named(by: event, for: proposal))
            }
            for withdrawal in tidings.withdrawals { Self.want(withdrawal.readers, rules, &people, &teams, &seniors) }
            if event.type == "survey.reminded", let survey = event["survey"] {
                reminded.append((event.partition, survey))
            }
        }
        for change in work.directory { people.insert(change.key.recipient) }
        var paced: Set<Person.Key> = Set(
            known.map { Person.Key(partition: $0.key.partition, recipient: $0.recipient) }
        )
        var letters: Set<Letter.Key> = []
        var open: Set<Person.Key> = []
        var digests: Set<String> = []
        var reports: Set<ReportPeriod> = []
        for (key, message) in work.messages where key.recipient != .nobody {
            people.insert(key.recipient)
            switch message {
            case .notice, .withdraw:
                paced.insert(key)
                open.insert(key)
            case .gather: paced.insert(key)
            case .report(let report): letters.insert(report.letter)
            case .resume(let letter): letters.insert(letter)
            case .digest(_, isArmed: true):
                paced.insert(key)
                digests.insert(key.recipient.id)
            case .mailing(let mailing): reports.insert(mailing.period)
            case .bounce, .autoReply, .mailWish, .digest: break
            }
        }
        people.remove(.nobody)
        add(people, teams, seniors, work.partitioning)
        if !paced.isEmpty {
            statements.append((.paces, SelectPaces(keys: Array(paced)).statement))
            statements.append((.held, SelectHeld(people: Array(paced)).statement))
        }
        if !letters.isEmpty { statements.append((.letters, SelectLetters(keys: Array(letters)).statement)) }
        if !open.isEmpty { statements.append((.letters, SelectLetters.open(to: Array(open)))) }
        if !reminded.isEmpty { statements.append((.surveys, SurveyLink.select(reminded))) }
        if !reports.isEmpty { statements.append((.reports, IssuedReports.select(reports))) }
        if !digests.isEmpty, hasCases { statements.append((.cases, WaitingCase.select(digests.sorted()))) }
    }

    private mutating func add(
        _ people: Set<Recipient>,
        _ teams: Set<String>,
        _ seniors: Bool,
        _ partitioning: Partitioning
    ) {
        if !people.isEmpty {
            let keys = people.map { Person.Key($0, partitioning) }
            statements.append((.people, SelectPeople(keys: keys).statement))
        }
        if !teams.isEmpty || seniors {
            let all = SelectPeople.teams(teams, seniors: seniors, partitions: partitioning.count)
            statements.append((.admins, all))
        }
    }

    private static func want(
        _ readers: Proposal.Readers,
        _ rules: NoticeRules,
        _ people: inout Set<Recipient>,
        _ teams: inout Set<String>,
        _ seniors: inout Bool
    ) {
        switch readers {
        case .one(let recipient): people.insert(recipient)
        case .team(let name): teams.formUnion(rules.teams(behind: name))
        case .seniors(let team):
            seniors = true
            if let team { teams.insert(team) }
        }
    }

    /// Whose names the notice may give: who acted for the office, for an admin the user, and of two parties the other.
    private static func named(by event: Event, for proposal: Proposal) -> [Recipient] {
        var named: [Recipient] = []
        if event["admin_name"] == nil {
            if let admin = event["admin"] { named.append(Recipient(audience: .admin, id: admin)) }
            if let actor = event["actor"], actor.hasPrefix("admin:") {
                named.append(Recipient(audience: .admin, id: String(actor.dropFirst(6))))
            }
        }
        let counterparty = event["counterparty"]
        if proposal.kind.audience == .admin || counterparty != nil, let user = event["user"] {
            named.append(Recipient(audience: .user, id: user))
        }
        if let counterparty { named.append(Recipient(audience: .user, id: counterparty)) }
        return named
    }
}
