import Contract
import Figures
package import Policy
import Templates

/// What a template of a policy says, with sample values: for those who write templates.
package struct NoticePreview: Sendable {
    package let language: Language
    package let subject: String
    /// The plain text, as a mail has it.
    package let text: String
    /// The page of the mail.
    package let html: String

    /// The template of that name, in the frame of the notice that it is for; nil for one that the policy does not have or
    /// that says nothing.
    package init?(_ name: Name<Template>, for language: Language?, in document: Policy.Document) {
        let rules = NoticeRules(document)
        let kind = Self.kind(of: name, in: document.notices)
        let reason = Self.reason(of: kind)
        let spoken = rules.spoken(language)
        var values = Self.sample
        values["why"] = Words.of(spoken).why[reason]
        let report = Report.sample
        if let report { values["period"] = ReportWords.of(spoken).heading(report.period) }
        guard let rendered = rules.rendered(name, for: language, values) else { return nil }
        let text = NoticeText(rendered, withHTML: true)
        let recipient = Recipient(audience: kind.audience, id: "u-42")
        let event = Event(
            topic: .cases,
            partition: 0,
            seq: 1,
            type: "preview",
            version: 1,
            event: EventID(high: 0, low: 0),
            time: Instant(microseconds: 1_773_064_800_000_000)
        )
        let link = Self.link(of: kind, document.notices.links, report)
        let notice = Notice(kind, to: recipient, reason: reason, about: event, text, link: link)
        var person = Person(Person.Key(partition: 0, recipient: recipient))
        person.token = UUIDv7(high: 0, low: 0)
        let letter =
            kind == .admin(.report)
            ? report.map { ReportText($0, .html, rules).content(of: notice) }
            : LetterComposer(rules: rules, person: person).content(of: [notice], omitted: 0)
        guard let content = letter else { return nil }
        self.language = text.language
        subject = text.subject
        self.text = content.text
        html = content.html
    }

    /// The first notice of the policy that is written with the template; one about a case for a template of no notice.
    private static func kind(of name: Name<Template>, in policy: NoticePolicy) -> NoticeKind {
        func isWritten(_ terms: NoticeTerms?) -> Bool {
            terms.map { $0.template == name || $0.kinds.values.contains(name) } ?? false
        }
        if let kind = UserNotice.allCases.first(where: { isWritten(policy.user[$0]) }) { return .user(kind) }
        if let kind = AdminNotice.allCases.first(where: { isWritten(policy.admin[$0]) }) { return .admin(kind) }
        return name.rawValue.hasPrefix("admin_") ? .admin(.assigned) : .user(.updated)
    }

    /// Why such a notice comes, as a rule.
    private static func reason(of kind: NoticeKind) -> Proposal.Reason {
        switch kind {
        case .user(.received), .user(.autoAnswered): .youWrote
        case .user(.reward): .yourAnswer
        case .user: .yourCase
        case .admin(.digest): .yourDigest
        case .admin(.report): .yourReport
        case .admin(.escalation), .admin(.lowRating): .yourTeam
        case .admin: .assignedToYou
        }
    }

    /// Where its reader goes on.
    private static func link(of kind: NoticeKind, _ links: NoticeLinks, _ report: Report?) -> String? {
        let places = ["conversation": "u-42", "case": "sample", "token": "sample"]
        switch kind {
        case .user(.survey): return NoticeLinks.filled(links.survey, places)
        case .user: return NoticeLinks.filled(links.user, places)
        case .admin(.digest): return nil
        case .admin(.report):
            guard let period = report?.period else { return nil }
            return NoticeLinks.filled(links.report, ["kind": period.kind.rawValue, "period": period.description])
        case .admin: return NoticeLinks.filled(links.admin, places)
        }
    }

    private static var sample: TemplateValues {
        var values = TemplateValues([
            "user_name": "Amina", "counterparty_name": "Sipho", "admin_name": "Thandi", "team_name": "Payments",
            "department_name": "Finance", "case": "01a20a0f-a06c-7000-88c4-05dd5444fe24", "conversation": "u-42",
            "subject": "Mountain bike, blue", "category": "Payment issue", "kind": "refund", "tier": "P2",
            "stage": "review", "asked": "I was charged twice for my advert <b>“Mountain bike”</b> & nobody answers.",
            "text": "We have found both payments.\nThe second one is on its way back to you.",
            "opened_at": "Mon 9 March 2026, 09:12 (UTC+2)", "summary": "The second payment was returned to your card.",
            "outcome": "paid", "reason": "charged twice",
            "next_steps": "Look at your bank statement in five working days.",
            "appeal": "Answer this message within 30 days.", "resolved_at": "Mon 9 March 2026, 16:00 (UTC+2)",
            "root_cause": "The payment page was sent twice.", "articles": "Refund times",
            "eta": "Thu 12 March 2026, 12:00 (UTC+2)", "expected_reply": "Mon 9 March 2026, 10:30 (UTC+2)",
            "due": "Mon 9 March 2026, 17:00 (UTC+2)", "respond_by": "Fri 13 March 2026, 17:00 (UTC+2)",
            "remaining": "45 min", "waiting_since": "Mon 9 March 2026, 09:12 (UTC+2)",
            "until": "Fri 13 March 2026, 17:00 (UTC+2)", "amount": "149.00", "currency": "ZAR",
            "link": "https://example.org/messages/u-42",
            "not_solved_link": "https://example.org/messages/u-42/not-solved",
            "survey_link": "https://example.org/survey/tok", "unsubscribe_link": "https://example.org/unsubscribe/tok",
            "rating": "2/5", "comment": "Nobody answered for two days.", "points": "10",
            "promise": "any_first_response",
            "count": "2", "escalation_reason": "fraud", "note": "Please look at both payments.",
            "answer": "Open **My adverts** and choose *Boost*.",
        ])
        values.set(
            "cases",
            to: [
                ["case": "01a20a0f-a06c", "subject": "Mountain bike, blue", "due": "Mon 9 March 2026, 09:12 (UTC+2)"],
                ["case": "01a20a0f-b17d", "subject": "Refund of order 7", "due": "Mon 9 March 2026, 11:40 (UTC+2)"],
            ]
        )
        return values
    }
}
