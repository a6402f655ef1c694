import BusinessTime
import Contract
import Figures
import Pipeline
import Postgres

/// What a batch of events changes in the figures, worked out from the records that it touches.
struct Fold {
    /// The types that figures are made of, by topic.
    static let types: [String] =
        ["usage.put", "admin.presence", "message.posted"]
        + [
            "opened", "categorized", "assigned", "unassigned", "replied", "updated", "escalated", "acknowledged",
            "handed_back", "waiting", "snoozed", "woken", "resolved", "reopened", "closed", "merged", "spam",
            "auto_answered", "reply_failed", "reply_arrived",
        ].map { "case.\($0)" }
        + ["started", "resumed", "replanned", "breached", "met", "cleared", "corrected"].map { "clock.\($0)" }
        + ["survey.sent", "survey.withheld", "survey.answered", "survey.expired"]
        + ["reward.granted", "reward.reversed", "follow_up.requested"]
        + ["queued", "sent", "delivered", "failed", "suppressed"].map { "notification.\($0)" }

    private let zone: ReportZone
    /// The events about each subject, in the order in which the subjects come.
    private(set) var visits: [(subject: Subject, conversation: String, events: [Event])] = []
    private var places: [Subject: Int] = [:]
    /// What counts once and for all, by partition.
    private(set) var changes: [Int: Cells] = [:]
    private(set) var people: Set<Person> = []
    private(set) var presences: [Presence] = []
    private(set) var usages: [String: Usage] = [:]
    /// The flags of the batch, and those of their cycles that were upheld.
    private var flags: [Subject] = []
    private var upheld: [Upheld] = []
    private var rows: [RecordRow] = []

    init(_ inputs: [Input], in zone: ReportZone) throws(StageFault) {
        self.zone = zone
        for input in inputs {
            guard case .event(let event) = input.content else {
                throw StageFault(code: "unexpected_input", detail: "the aggregator decides about events only")
            }
            note(event)
            guard let subject = Subject(event) else { continue }
            if let place = places[subject] {
                visits[place].events.append(event)
            } else {
                places[subject] = visits.count
                visits.append((subject, input.conversation, [event]))
            }
        }
    }

    /// Takes the events into the records, of which those that are stored are given.
    mutating func apply(to stored: [Subject: String]) throws(StageFault) {
        for (subject, conversation, events) in visits {
            let former = stored[subject]
            guard var record = Record(subject, text: former ?? "") else {
                throw StageFault(code: "unknown_metric", detail: "a clock measures what this version does not know")
            }
            let before = former == nil ? Cells() : record.cells
            record.take(events)
            let text = record.text
            if text == former { continue }
            let after = record.cells
            changes[subject.partition, default: Cells()].add(after, insteadOf: before)
            rows.append(RecordRow(subject, conversation, text, after, events))
            if case .ofCase(let matter) = record { note(matter, subject) }
        }
    }

    /// Takes what a case counts for after an erasure in place of what it counted for before; its hours stay.
    mutating func replace(_ before: CaseRecord, by after: CaseRecord, _ subject: Subject) {
        changes[subject.partition, default: Cells()].add(after.cells, insteadOf: before.cells)
        note(after, subject)
    }

    private mutating func note(_ matter: CaseRecord, _ subject: Subject) {
        guard matter.kind == "flag" else { return }
        flags.append(subject)
        upheld += Upheld.all(of: matter, subject)
    }

    /// Everything that is to be written.
    var statements: [Statement] {
        var statements: [Statement] = []
        if !rows.isEmpty { statements.append(PutRecords(rows: rows).statement) }
        let cells = changes.sorted { $0.key < $1.key }.flatMap { partition, cells in
            cells.values.map { CellRow(partition: partition, key: $0.key, value: $0.value) }
        }
        if !cells.isEmpty {
            let days = DayChanges(cells, in: zone)
            statements.append(
                OpenDays(days: days.days.sorted { ($0.partition, $0.day) < ($1.partition, $1.day) }).statement
            )
            statements.append(AddCells(rows: cells).statement)
            if !days.values.isEmpty { statements.append(AddChanges(changes: days).statement) }
        }
        if !people.isEmpty { statements.append(PutPeople(people: Array(people)).statement) }
        if !presences.isEmpty { statements.append(PutPresences(presences: presences).statement) }
        if !usages.isEmpty { statements.append(PutUsages(usages: Array(usages.values)).statement) }
        if !flags.isEmpty { statements += PutUpheld(flags: flags, upheld: upheld).statements }
        return statements
    }
}

extension Fold {
    /// Takes what an event counts for by itself, whatever else becomes known.
    private mutating func note(_ event: Event) {
        let told = Told(event)
        switch event.type {
        case "usage.put": note(usage: told)
        case "admin.presence":
            guard let admin = told["admin"], let status = told["status"] else { return }
            presences.removeAll { $0.admin == admin && $0.at == event.time && $0.partition == event.partition }
            presences.append(Presence(partition: event.partition, admin: admin, at: event.time, status: status))
        case "message.posted":
            if told["role"] == "user" { note(told["user"], .received, event) }
            if event.case == nil { note(stray: told) }
        case "case.opened":
            if told["kind"] == "platform_issue" { note(told["user"], .opened, event) }
        case "survey.withheld": count(.surveyWithheld, told, label: told["reason"] ?? "")
        case "survey.sent":
            // It was told as withheld before, of which nothing but the reason was known.
            guard let reason = told["withheld"] else { return }
            changes[event.partition, default: Cells()].count(
                .surveyWithheld,
                at: event.time,
                Traits(),
                label: reason,
                n: -1
            )
        case "survey.expired": count(.surveyExpired, told)
        case "follow_up.requested": count(.followUp, told)
        case "reward.granted": count(.points, told, sum: Int64(told.int("points") ?? 0))
        case "reward.reversed": count(.points, told, n: -1, sum: -Int64(told.int("points") ?? 0))
        default:
            if event.topic == .notifications {
                let state = event.type.dropFirst("notification.".count)
                let channel = told["channel"] ?? ""
                var cells = changes[event.partition] ?? Cells()
                cells.count(.notice, at: event.time, Traits(), label: "\(state)/\(channel)")
                // A mail that comes back was told as sent before.
                if state == "failed", told["failure"]?.hasPrefix("bounced") == true {
                    cells.count(.notice, at: event.time, Traits(), label: "bounced/\(channel)")
                }
                // A webhook's receiver confirms at once, and nothing is told before.
                if state == "sent" || state == "delivered", let happened = told.instant("happened") {
                    cells.measure(.noticeDelay, event.time - happened, at: event.time, Traits(), label: channel)
                }
                changes[event.partition] = cells
            }
        }
    }

    private mutating func count(_ measure: Measure, _ told: Told, label: String = "", n: Int = 1, sum: Int64 = 0) {
        changes[told.event.partition, default: Cells()].count(
            measure,
            at: told.event.time,
            told.traits.by(told["admin"] ?? ""),
            label: label,
            n: n,
            sum: sum
        )
    }

    /// A message that belongs to no case.
    private mutating func note(stray told: Told) {
        var record = CaseRecord()
        record.traits.language = told["language"] ?? ""
        record.take(told.event)
        changes[told.event.partition, default: Cells()].add(record.cells)
    }

    private mutating func note(_ user: String?, _ measure: Measure, _ event: Event) {
        guard let user else { return }
        let date = zone.date(at: event.time)
        people.insert(
            Person(
                partition: event.partition,
                month: date.year * 12 + date.month - 1,
                measure: measure,
                number: Person.number(of: user)
            )
        )
    }

    private mutating func note(usage told: Told) {
        guard let period = told["period"], let active = told.int("active_users") else { return }
        let campaign = told["campaign"] ?? ""
        let usage = Usage(
            period: period,
            campaign: campaign,
            activeUsers: Int64(active),
            reach: told.int("reach").map { Int64($0) },
            at: told.event.time
        )
        let key = "\(period)/\(campaign)"
        if let known = usages[key], known.at > usage.at { return }
        usages[key] = usage
    }
}
