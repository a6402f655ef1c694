import Contract
import Pipeline
import Policy
import PolicyStore
import Postgres

extension AutomaticAnswers {
    /// A message that may open a case, and what it asks.
    struct Asked: Sendable, Equatable {
        /// Its place among the works.
        let work: Int
        let question: KnowledgeBase.Question
    }

    /// Messages whose articles are looked up.
    struct Search {
        let asked: [Asked]
        let lookUp: KnowledgeBase.LookUp

        /// Gives the works what is found, with the rows of the look-up's statement.
        func take(_ rows: Rows?, from base: KnowledgeBase, to works: inout [Work]) {
            for (place, find) in base.finds(lookUp, in: rows) { works[asked[place].work].found = find }
        }
    }

    /// The look-up for the messages that may open a case; nil where there is no such message.
    func search(
        _ works: [Work],
        cases: CaseThreads,
        users: [UserEntry.Key: UserEntry],
        triage: CaseTriage?,
        _ partitioning: Partitioning
    ) -> Search? {
        let asked = asked(in: works, cases: cases, users: users, triage: triage, partitioning)
        return base.lookUp(asked.map(\.question)).map { Search(asked: asked, lookUp: $0) }
    }

    /// What is asked by the messages that may open a case: of each conversation without an open one, by the first.
    ///
    /// What only the decision can know, such as a message after a resolve of the same batch, is left to a person.
    func asked(
        in works: [Work],
        cases: CaseThreads,
        users: [UserEntry.Key: UserEntry],
        triage: CaseTriage?,
        _ partitioning: Partitioning
    ) -> [Asked] {
        var asked: [Asked] = []
        var seen: Set<CaseThreads.Key> = []
        for index in works.indices {
            let work = works[index]
            guard case .post(let message) = work.request, case .user(let user) = message.voice, !work.isBackfill else {
                continue
            }
            guard seen.insert(CaseThreads.Key(partition: work.partition, conversation: work.key)).inserted else {
                continue
            }
            if let current = cases.current(work), current.takesMessage(at: work.time) { continue }
            guard work.fields["visibility"] != "private", let text = work.fields.optional("text") else { continue }
            let entry = users[UserEntry.Key(partition: partitioning.partition(of: user.rawValue), user: user)]
            let spoken = work.fields.optional("language") ?? entry?.language ?? triage?.recognised(work.judgement)
            guard let language = spoken.flatMap({ Language($0) }) else { continue }
            let channel = work.fields.optional("channel").flatMap { Channel(rawValue: $0) }
            let profile = CaseProfile(kind: .conversation, channel: channel, language: language)
            guard mayAnswer(profile) else { continue }
            asked.append(Asked(work: index, question: KnowledgeBase.Question(text, language: language)))
        }
        return asked
    }
}
