import Clocks
import Contract
import Pipeline

/// What a batch changes in the clocks of its cases.
struct MonitorDecision {
    /// How long a case that is told of the past must be quiet before its timers are due.
    private static let settling = Duration.seconds(60)

    private var visits: [(visit: Visit, file: CaseFile, isChanged: Bool)] = []

    /// Takes what happened into the cases' files, each fact with the version of the policy in force at its time.
    init(_ visits: [Visit], _ files: [CaseFile.Key: CaseFile], version: (Instant) -> Int64) {
        for visit in visits {
            var file = files[visit.key] ?? CaseFile(key: visit.key, conversation: visit.conversation)
            var isChanged = false
            for event in visit.events {
                guard let fact = Fact(event, policy: version(event.time)), file.facts.take(fact) else { continue }
                isChanged = true
            }
            if let timer = visit.timer, !file.facts.isEmpty {
                file.knownUntil = max(file.knownUntil, timer.due)
                isChanged = true
            }
            self.visits.append((visit, file, isChanged))
        }
    }

    /// The versions of the policy that the cases' clocks keep to.
    var versions: Set<Int64> {
        visits.reduce(into: []) { $0.formUnion(CaseClocks.versions(of: $1.file.facts)) }
    }

    /// Everything that the batch changes.
    func outcome(by terms: [Int64: Terms], now: Instant) throws -> Outcome {
        var outcome = Outcome()
        var files: [CaseFile] = []
        var rows: [ClockRow] = []
        var removed: [(file: CaseFile.Key, clock: ClockKey)] = []
        for (visit, file, isChanged) in visits where isChanged {
            if let unknown = CaseClocks.versions(of: file.facts).first(where: { terms[$0] == nil }) {
                throw UnreadableRow(table: "policy.versions \(unknown)")
            }
            var file = file
            let clocks = CaseClocks.clocks(of: file.facts, asOf: file.knownUntil) { terms[$0] }
            let bulletin = Bulletin(
                clocks,
                told: file.told,
                of: file.key.id,
                asOf: file.knownUntil,
                time: visit.events.last?.time ?? file.knownUntil,
                isOfPast: visit.isOfPast
            )
            outcome.events += drafts(of: bulletin, visit, file)
            rows += bulletin.changed.map {
                ClockRow(file: file.key, conversation: file.conversation, clock: $0.clock, told: $0.told)
            }
            removed += bulletin.removed.map { (file.key, $0) }
            if let timer = rearm(&file, next: bulletin.next, visit, now: now) { outcome.timers.append(timer) }
            files.append(file)
        }
        if !files.isEmpty { outcome.statements.append(PutFiles(files: files).statement) }
        if !removed.isEmpty { outcome.statements.append(DeleteClocks(keys: removed).statement) }
        if !rows.isEmpty { outcome.statements.append(PutClocks(rows: rows).statement) }
        return outcome
    }

    private func drafts(of bulletin: Bulletin, _ visit: Visit, _ file: CaseFile) -> [Draft] {
        let cause = visit.events.last?.event ?? file.facts.last?.event
        return bulletin.news.map { news in
            Draft(
                partition: file.key.partition,
                type: news.kind.rawValue,
                time: news.time,
                conversation: ConversationID(file.conversation),
                case: file.key.id,
                cause: cause?.description ?? "",
                traceparent: visit.events.last?.traceparent,
                fields: news.fields
            )
        }
    }

    /// Sets the case's timer to when something next happens by itself, unless it is set so already.
    ///
    /// While a case is told of the past, its timer is held, so that the past is complete before it is judged.
    private func rearm(_ file: inout CaseFile, next: Instant?, _ visit: Visit, now: Instant) -> TimerChange? {
        let key = "case:\(file.key.id)"
        let former = visit.timer == nil ? file.nextAt : nil
        guard let next else {
            file.nextAt = nil
            return former == nil ? nil : .cancel(partition: file.key.partition, key: key)
        }
        var fields: Fields = ["case": file.key.id.rawValue]
        var due = next
        if !visit.events.isEmpty, visit.isOfPast, next < now + Self.settling {
            due = now + Self.settling
            if next < now { fields.append("backfill", "true") }
        }
        file.nextAt = due
        guard due != former else { return nil }
        return .set(
            partition: file.key.partition,
            key: key,
            due: due,
            conversation: file.conversation,
            fields: fields
        )
    }
}
