import Clocks
import Contract
import Pipeline

/// What a batch says about one case.
struct Visit {
    let key: CaseFile.Key
    let conversation: String
    var events: [Event] = []
    /// The last timer of the case that is due.
    var timer: DueTimer?

    /// Whether what it says comes from the past: nobody is called.
    var isOfPast: Bool {
        timer?.fields["backfill"] == "true" || events.contains { $0.fields["backfill"] == "true" }
    }

    /// What inputs say, by case, in the order in which the cases come.
    static func all(_ inputs: [Input]) throws(StageFault) -> [Visit] {
        var visits: [Visit] = []
        var places: [CaseFile.Key: Int] = [:]
        for input in inputs {
            let id: CaseID?
            switch input.content {
            case .event(let event): id = event.case
            case .timer(let timer): id = timer.fields["case"].map { CaseID($0) }
            case .entry, .letter:
                throw StageFault(code: "unexpected_input", detail: "the monitor decides about events and timers only")
            }
            // A message that belongs to no case, as a courtesy after its end, promises nothing.
            guard let id else { continue }
            let key = CaseFile.Key(partition: input.partition, id: id)
            let place = places[key] ?? visits.count
            if place == visits.count {
                places[key] = place
                visits.append(Visit(key: key, conversation: input.conversation))
            }
            switch input.content {
            case .event(let event): visits[place].events.append(event)
            case .timer(let timer):
                if visits[place].timer.map({ $0.due < timer.due }) ?? true { visits[place].timer = timer }
            case .entry, .letter: break
            }
        }
        return visits
    }
}
