import Contract

/// What a record is about, in its partition.
struct Subject: Hashable {
    let partition: Int
    /// `case/ID`, `clock/CASE/METRIC/INSTANCE` or `survey/CASE/CYCLE`.
    let name: String

    /// What an event is about that changes a record; nil for one that changes none.
    init?(_ event: Event) {
        guard let id = event.case else { return nil }
        partition = event.partition
        switch event.topic {
        case .cases: name = "case/\(id)"
        case .clocks:
            guard let metric = event.fields["metric"], ClockRecord.concerns(event.type, metric) else { return nil }
            name = "clock/\(id)/\(metric)/\(event.fields["instance"] ?? "1")"
        case .surveys:
            guard event.type == "survey.sent" || event.type == "survey.answered" else { return nil }
            name = "survey/\(id)/\(event.fields["cycle"] ?? "1")"
        case .commands, .notifications: return nil
        }
    }

    init(partition: Int, name: String) {
        self.partition = partition
        self.name = name
    }

    /// The case that it belongs to.
    var caseID: CaseID { CaseID(parts.count > 1 ? String(parts[1]) : "") }

    /// What it begins with, and what follows.
    var parts: [Substring] { name.utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) } }
}

/// What is known of a subject.
enum Record: Equatable {
    case ofCase(CaseRecord)
    case ofClock(ClockRecord)
    case ofSurvey(SurveyRecord)

    /// A record as it is stored, or of which nothing is known yet.
    init?(_ subject: Subject, text: String = "") {
        let parts = subject.parts
        switch parts.first {
        case "case": self = .ofCase(CaseRecord(text: text))
        case "clock":
            guard parts.count > 2, let clock = ClockRecord(metric: String(parts[2]), text: text) else { return nil }
            self = .ofClock(clock)
        case "survey": self = .ofSurvey(SurveyRecord(text: text))
        default: return nil
        }
    }

    /// Takes events about the subject.
    mutating func take(_ events: [Event]) {
        switch self {
        case .ofCase(var record):
            for event in events { record.take(event) }
            self = .ofCase(record)
        case .ofClock(var record):
            for event in events { record.take(event) }
            self = .ofClock(record)
        case .ofSurvey(var record):
            for event in events { record.take(event) }
            self = .ofSurvey(record)
        }
    }

    /// What it counts for.
    var cells: Cells {
        switch self {
        case .ofCase(let record): record.cells
        case .ofClock(let record): record.cells
        case .ofSurvey(let record): record.cells
        }
    }

    /// How it is stored.
    var text: String {
        switch self {
        case .ofCase(let record): record.text
        case .ofClock(let record): record.text
        case .ofSurvey(let record): record.text
        }
    }
}
