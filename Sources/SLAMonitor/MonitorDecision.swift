import Clocks
import Contract
import Pipeline

/// What a batch changes in the clocks of its cases.
struct MonitorDecision {
    /// How long a case that is told of the past must be quiet before its timers are due.
    private static let settling = Duration.seconds(60)

    /// A visited case, with the versions of the policy that were applied since it began.
    private struct Visited {
        let visit: Visit
        var file: CaseFile
        let isChanged: Bool
        let revisions: [Revision]
    }

    private var visits: [Visited] = []

    /// Takes what happened into the cases' files, each fact with the version of the policy in force at its time.
    init(
        _ visits: [Visit],
        _ files: [CaseFile.Key: CaseFile],
        version: (Instant) -> Int64,
        revisions: (Instant, Instant) -> [Revision]
    ) {
        for visit in visits {
            var file = files[visit.key] ?? CaseFile(key: visit.key, conversation: visit.conversation)
            var isChanged = false
            for event in visit.events {
                guard let fact = Fact(event, policy: version(event.time)), file.facts.take(fact) else { continue }
                file.added.append(fact)
                isChanged = true
            }
            if let timer = visit.timer, !file.facts.isEmpty {
                file.knownUntil = max(file.knownUntil, timer.due)
                isChanged = true
            }
            if let revision = visit.revision, !file.facts.isEmpty {
                file.policyUntil = max(file.policyUntil ?? revision.at, revision.at)
                isChanged = true
            }
            let since = file.facts.first.map { revisions($0.time, file.policyHorizon) } ?? []
            self.visits.append(Visited(visit: visit, file: file, isChanged: isChanged, revisions: since))
        }
    }

    /// The versions of the policy that the cases' clocks keep to.
    var versions: Set<Int64> {
        visits.reduce(into: []) { $0.formUnion(CaseClocks.versions(of: $1.file.facts, revisions: $1.revisions)) }
    }

    /// Everything that the batch changes.
    func outcome(by terms: [Int64: Terms], _ forecast: ReplyForecast, now: Instant) throws -> Outcome {
        var outcome = Outcome()
        var files: [CaseFile] = []
        var rows: [ClockRow] = []
        var promises: [(file: CaseFile.Key, conversation: String, promise: ReplyPromise)] = []
        var replies: [ReplyTime] = []
        var removed: [(file: CaseFile.Key, clock: ClockKey)] = []
        for visited in visits where visited.isChanged {
            let (visit, revisions) = (visited.visit, visited.revisions)
            var file = visited.file
            let versions = CaseClocks.versions(of: file.facts, revisions: revisions)
            if let unknown = versions.first(where: { terms[$0] == nil }) {
                throw UnreadableRow(table: "policy.versions \(unknown)")
            }
            let clocks = CaseClocks.clocks(
                of: file.facts,
                asOf: file.knownUntil,
                revisions: revisions,
                settled: file.settledBy.map { Settled(by: $0, read: file.told.map(\.key)) }
            ) { terms[$0] }
            // While the case waits, a further message does more than ask again: it ends the wait.
            let isWaiting = clocks.contains { $0.awaitsWord }
            file.askedAt = isWaiting ? nil : clocks.filter(\.awaitsResponse).map(\.started.time).min()
            let bulletin = Bulletin(
                clocks,
                told: file.told,
                of: file.key.id,
                asOf: file.knownUntil,
                time: visit.events.last?.time ?? visit.revision?.at ?? file.knownUntil,
                isOfPast: visit.isOfPast
            )
            let told = ReplyPromises(
                file.promises,
                clocks,
                bulletin,
                of: file,
                expected: visit.expectedReply,
                isOfPast: visit.isOfPast,
                by: forecast,
                terms: terms
            )
            outcome.events += drafts(of: told.news, visit, file)
            promises += told.changed.map { (file.key, file.conversation, $0) }
            replies += told.replies
            rows += bulletin.changed.map {
                ClockRow(file: file.key, conversation: file.conversation, clock: $0.clock, told: $0.told)
            }
            removed += bulletin.removed.map { (file.key, $0) }
            let timer = rearm(&file, next: [bulletin.next, told.next].compactMap(\.self).min(), visit, now: now)
            if let timer { outcome.timers.append(timer) }
            // Most cases that a new policy is looked at for stay as they are.
            if visit.isOfPolicyAlone, timer == nil, bulletin.isEmpty, told.changed.isEmpty { continue }
            files.append(file)
        }
        let (long, whole) = (files.filter { $0.settledBy != nil }, files.filter { $0.settledBy == nil })
        if !whole.isEmpty { outcome.statements.append(PutFiles(files: whole).statement) }
        if !long.isEmpty { outcome.statements.append(ContinueFiles(files: long).statement) }
        if !removed.isEmpty { outcome.statements.append(DeleteClocks(keys: removed).statement) }
        if !rows.isEmpty { outcome.statements.append(PutClocks(rows: rows).statement) }
        if !promises.isEmpty { outcome.statements.append(PutReplyPromises(rows: promises).statement) }
        if !replies.isEmpty { outcome.statements.append(AddReplyTimes(replies, by: forecast.clock).statement) }
        return outcome
    }

    private func drafts(of news: [News], _ visit: Visit, _ file: CaseFile) -> [Draft] {
        let policy = visit.isOfPolicyAlone ? visit.revision.map { "policy:\($0.version)" } : nil
        let cause = policy ?? (visit.events.last?.event ?? file.facts.last?.event)?.description
        return news.map { news in
            Draft(
                partition: file.key.partition,
                type: news.kind.rawValue,
                time: news.time,
                conversation: ConversationID(file.conversation),
                case: file.key.id,
                cause: cause ?? "",
                traceparent: visit.events.last?.traceparent,
                fields: news.fields
            )
        }
    }

    /// Sets the case's timer to when something next happens by itself, unless it is set so already.
    ///
    /// While a case is told of the past, its timer is held, so that the past is complete before it is judged; what happens
    /// meanwhile does not end that.
    private func rearm(_ file: inout CaseFile, next: Instant?, _ visit: Visit, now: Instant) -> TimerChange? {
        let key = "case:\(file.key.id)"
        if visit.timer != nil { file.heldUntil = nil }
        if !visit.events.isEmpty, visit.isOfPast { file.heldUntil = now + Self.settling }
        let former = visit.timer == nil ? file.nextAt : nil
        guard let next else {
            file.nextAt = nil
            return former == nil ? nil : .cancel(partition: file.key.partition, key: key)
        }
        var fields: Fields = ["case": file.key.id.rawValue]
        var due = next
        if let held = file.heldUntil, next < held {
            due = held
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
