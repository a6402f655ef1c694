package import Contract

/// That an issued report is to be mailed to an address: what the aggregator tells the notifier, once for each address.
package struct ReportMailing: Sendable, Hashable {
    /// What such a letter between the two programs is called.
    package static let letterKind = "report"

    package let period: ReportPeriod
    /// The policy's name of the schedule by which it goes out.
    package let schedule: String
    /// In what form, in the policy's word.
    package let format: String
    /// The e-mail address.
    package let recipient: String
    /// What the mail tells, under a name that is the same however often it is tried.
    package let event: EventID

    /// A mailing of those parts.
    package init(_ period: ReportPeriod, schedule: String, format: String, to recipient: String, event: EventID) {
        self.period = period
        self.schedule = schedule
        self.format = format
        self.recipient = recipient
        self.event = event
    }

    /// The mailing of a letter; nil for one that this version did not write.
    package init?(_ fields: Fields) {
        guard let kind = fields["kind"].flatMap(ReportPeriod.Kind.init(rawValue:)),
            let period = fields["period"].flatMap({ ReportPeriod($0, as: kind) }),
            let schedule = fields["schedule"], let format = fields["format"], let recipient = fields["recipient"],
            let event = fields["event"].flatMap({ EventID($0) })
        else { return nil }
        self.init(period, schedule: schedule, format: format, to: recipient, event: event)
    }

    /// The mailing as a letter carries it.
    package var fields: Fields {
        [
            "kind": period.kind.rawValue, "period": period.description, "schedule": schedule, "format": format,
            "recipient": recipient, "event": event.description,
        ]
    }
}
