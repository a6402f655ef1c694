import Pipeline
import Postgres

extension SurveyDecision {
    /// Everything that the batch changes, as the pipeline takes it.
    var outcome: Outcome {
        var outcome = Outcome()
        outcome.statements = statements
        outcome.events = events
        outcome.timers = timers
        return outcome
    }

    /// One statement for each table that has something to write.
    private var statements: [Statement] {
        var statements: [Statement] = []
        let changed = shelf.changed
        if !changed.isEmpty { statements.append(PutSurveys(surveys: changed).statement) }
        if !answers.isEmpty { statements.append(InsertAnswers(answers: answers).statement) }
        let people = users.values.filter(\.isChanged).sorted { $0.key < $1.key }
        if !people.isEmpty { statements.append(PutUsers(users: people).statement) }
        if !transfers.isEmpty { statements.append(InsertTransfers(transfers: transfers).statement) }
        if !refusals.isEmpty { statements.append(InsertRefusals(refusals: refusals).statement) }
        return statements
    }
}
