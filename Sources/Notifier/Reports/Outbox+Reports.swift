import Contract
import Figures
import Policy

extension Outbox {
    /// An issued report goes to an address of the policy, at the time that the policy gives: it is neither gathered with
    /// other news nor kept back in quiet hours.
    mutating func post(_ mailing: ReportMailing, _ report: Report?, _ key: Person.Key) {
        let kind = NoticeKind.admin(.report)
        let person = person(key)
        guard let report, let issuedAt = report.issuedAt,
            let text = ReportText(report, mailing, rules).notice(for: person.language)
        else { return enter(unwritten(mailing, key), key, reason: "no_text") }
        let event = Self.event(mailing, in: key.partition, at: issuedAt)
        let notice = Notice(
            kind,
            to: key.recipient,
            reason: .yourReport,
            about: event,
            text,
            link: ReportText.link(to: mailing.period, rules)
        )
        guard rules.terms(kind).isOn else {
            return enter(notice, key, reason: Proposal.Suppression.switchedOff.rawValue)
        }
        let reach = Reach([.email], person, rules, means, isEssential: true)
        guard reach.channels == [.email] else {
            return enter(notice, key, reason: (reach.obstacle?.cause ?? .noAddress).rawValue)
        }
        let (id, letter) = (UUIDv7.generate(at: now), UUIDv7.generate(at: now))
        enter(notice, id, key, .email, .queued, letter: letter)
        let content = ReportText(report, mailing, rules).content(of: notice)
        write(letter, [(notice, id)], saying: content, to: key, reach.channels)
    }

    private mutating func enter(_ notice: Notice, _ key: Person.Key, reason: String) {
        enter(notice, UUIDv7.generate(at: now), key, .email, .suppressed, reason: reason)
    }

    private func unwritten(_ mailing: ReportMailing, _ key: Person.Key) -> Notice {
        let event = Self.event(mailing, in: key.partition, at: now)
        let text = NoticeText(language: .english, subject: "", text: "", html: nil)
        return Notice(.admin(.report), to: key.recipient, reason: .yourReport, about: event, text, link: nil)
    }

    /// What a mail tells of; its cause says which report it is and by which schedule it goes out, for whoever asks why.
    private static func event(_ mailing: ReportMailing, in partition: Int, at time: Instant) -> Event {
        Event(
            topic: .notifications,
            partition: partition,
            seq: 0,
            type: "report.issued",
            version: 1,
            event: mailing.event,
            time: time,
            cause: "report:\(mailing.period.kind.rawValue):\(mailing.period):\(mailing.schedule)"
        )
    }
}
