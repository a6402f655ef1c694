import Contract
import Postgres

/// The surveys of a batch, with the answers to those that are answered in it.
struct SurveyShelf: Sendable {
    private(set) var surveys: [CycleSurvey.Key: CycleSurvey] = [:]
    private(set) var answers: [CycleSurvey.Key: [Answer]] = [:]
    private var byToken: [[UInt8]: CycleSurvey.Key] = [:]

    /// Puts a survey in that was read from the database.
    mutating func load(_ survey: CycleSurvey) { put(survey) }

    /// Puts an answer in that was read from the database.
    mutating func load(answer row: Row) throws(UnreadableRow) {
        let key = CycleSurvey.Key(partition: Int(row.int(0)), id: CaseID(row.text(1)), cycle: Int(row.int(2)))
        answers[key, default: []].append(try Answer(row))
    }

    subscript(key: CycleSurvey.Key) -> CycleSurvey? { surveys[key] }

    /// Puts a survey back that a batch has changed.
    mutating func put(_ survey: CycleSurvey) {
        surveys[survey.key] = survey
        if let hash = survey.tokenHash { byToken[hash] = survey.key }
    }

    /// Adds an answer.
    mutating func add(_ answer: Answer, to key: CycleSurvey.Key) { answers[key, default: []].append(answer) }

    /// The survey that the token is of.
    func survey(of token: SurveyToken) -> CycleSurvey? { byToken[token.hash].flatMap { surveys[$0] } }

    /// The survey of a conversation that was out by then, or would have been: the last of them, one that was withheld for
    /// good only if there is no other.
    func survey(of conversation: String, in partition: Int, at time: Instant) -> CycleSurvey? {
        surveys.values
            .filter { $0.key.partition == partition && $0.conversation == conversation }
            .compactMap { survey in survey.dueAt.map { (due: $0, survey: survey) } }
            .filter { $0.due <= time }
            .max { ($0.survey.rank, $0.due, $0.survey.key.name) < ($1.survey.rank, $1.due, $1.survey.key.name) }?
            .survey
    }

    /// The cycle of the same case before that one, which says what the next begins with.
    func former(of key: CycleSurvey.Key) -> CycleSurvey? {
        surveys.values
            .filter { $0.key.partition == key.partition && $0.key.id == key.id && $0.key.cycle < key.cycle }
            .max { $0.key.cycle < $1.key.cycle }
    }

    /// The surveys that have to be written.
    var changed: [CycleSurvey] {
        surveys.values.filter(\.isChanged).sorted { ($0.key.partition, $0.key.name) < ($1.key.partition, $1.key.name) }
    }
}

extension CycleSurvey {
    /// How well an answer that names the conversation alone fits, the state apart from the time.
    fileprivate var rank: Int { state == .withheld && !isCooledDown ? 0 : 1 }
}

/// A row says what this version of the program does not know: another version has written it.
struct UnreadableRow: Error, Sendable, Equatable {
    let table: String
}
