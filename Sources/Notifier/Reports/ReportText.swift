import Contract
import Figures
import Mail
import Policy
import Templates

/// An issued report as a mail: whole in the mail itself where the policy wants it as a page, else as a file with it.
struct ReportText {
    let report: Report
    let format: ReportSchedule.Format
    let rules: NoticeRules

    init(_ report: Report, _ format: ReportSchedule.Format, _ rules: NoticeRules) {
        self.report = report
        self.format = format
        self.rules = rules
    }

    init(_ report: Report, _ mailing: ReportMailing, _ rules: NoticeRules) {
        // A form that a newer aggregator knows is sent as a page.
        self.init(report, ReportSchedule.Format(rawValue: mailing.format) ?? .html, rules)
    }

    /// What the policy's template says of the report.
    func notice(for language: Language?) -> NoticeText? {
        rules.text(.admin(.report), nil, for: language, withHTML: true) { _ in
            TemplateValues([
                "period": ReportWords.of(rules.spoken(language)).heading(report.period),
                "link": Self.link(to: report.period, rules),
                "why": Words.of(rules.spoken(language)).why[.yourReport],
            ])
        }
    }

    /// Where the report is read on the dashboard; nil where the policy has no such link.
    static func link(to period: ReportPeriod, _ rules: NoticeRules) -> String? {
        NoticeLinks.filled(rules.notices.links.report, ["kind": period.kind.rawValue, "period": period.description])
    }

    /// The mail of a notice about the report.
    func content(of notice: Notice) -> LetterContent {
        let isWhole = format == .html
        let words = ReportWords.of(notice.language)
        let item = LetterPage.Item(
            heading: nil,
            body:
                "\(notice.html.map(Markup.init(rendered:)) ?? "<p>\(notice.text)</p>")\n\(markup(isWhole: isWhole, words))",
            link: notice.link,
            linkText: Words.of(notice.language).openReport
        )
        let page = LetterPage(
            language: notice.language,
            sender: rules.notices.mail.name,
            subject: notice.subject,
            items: [item],
            remark: nil,
            why: notice.why,
            help: nil,
            unsubscribe: nil
        )
        let body =
            isWhole
            ? report.markdown(in: words)
            : insights.map { "- \(words.text(of: $0, in: report))" }.joined(separator: "\n")
        var content = LetterContent(
            language: notice.language.rawValue,
            subject: notice.subject,
            text: [notice.text, notice.link ?? "", body, "-- \n\(notice.why)"].filter { !$0.isEmpty }.joined(
                separator: "\n\n"
            ),
            html: page.markup.html,
            items: "[]",
            unsubscribe: nil
        )
        content.enclosure = enclosure(words)
        return content
    }

    private func enclosure(_ words: ReportWords) -> LetterContent.Enclosure? {
        let name = "\(report.period.kind.rawValue)-\(report.period)"
        switch format {
        case .html: return nil
        case .csv: return .init(name: "\(name).csv", form: .csv, text: report.csv)
        case .json: return .init(name: "\(name).json", form: .json, text: report.json)
        case .markdown: return .init(name: "\(name).md", form: .markdown, text: report.markdown(in: words))
        }
    }

    private var insights: [Insight] {
        Insight.Kind.allCases.flatMap { kind in report.insights.filter { $0.kind == kind } }
    }

    /// What the figures mean and, if the mail is to hold all of it, the tables.
    private func markup(isWhole: Bool, _ words: ReportWords) -> Markup {
        var parts: [Markup] = []
        for kind in Insight.Kind.allCases {
            let own = report.insights.filter { $0.kind == kind }
            guard !own.isEmpty else { continue }
            let lines = own.map { insight -> Markup in "<li>\(words.text(of: insight, in: report))</li>\n" }
            parts.append("<h2>\(words.phrase(kind.title))</h2>\n<ul>\n\(Markup(joining: lines))</ul>\n")
        }
        if isWhole { parts += report.tables.filter { !$0.rows.isEmpty }.map { Self.markup($0.shown(in: words)) } }
        return Markup(joining: parts)
    }

    private static func markup(_ table: ReportTable.Shown) -> Markup {
        let heads = table.columns.map { column -> Markup in
            let title = column.title
            return column.isNumber ? "<th class=\"n\" scope=\"col\">\(title)</th>" : "<th scope=\"col\">\(title)</th>"
        }
        let rows = table.rows.map { row -> Markup in
            let cells = zip(table.columns, row).map { column, text -> Markup in
                column.isNumber ? "<td class=\"n\">\(text)</td>" : "<td>\(text)</td>"
            }
            return "<tr>\(Markup(joining: cells))</tr>\n"
        }
        return """
            <h2>\(table.title)</h2>
            <div class="wide"><table>
            <thead><tr>\(Markup(joining: heads))</tr></thead>
            <tbody>
            \(Markup(joining: rows))</tbody>
            </table></div>

            """
    }
}
