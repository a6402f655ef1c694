import Figures
import Policy

/// What people call figures and dimensions.
enum FigureNames {
    /// The name of a figure; a KPI is called as `titles` say, else as the registry does, a part by category after both, and
    /// what has no name of its own says its id.
    static func name(_ id: String, _ titles: [KPI: String] = [:]) -> String {
        if let name = names[id] { return name }
        if let kpi = KPI(rawValue: id) { return "\(id) \(titles[kpi] ?? kpi.title)" }
        if let by = id.firstRange(of: ".by_category.") {
            return "\(name(String(id[..<by.lowerBound]))): \(plain(id[by.upperBound...]))"
        }
        return plain(id.replacing(".", with: ": "))
    }

    /// What a column is called: by what it says, or after the figure that it holds.
    static func name(_ column: ReportTable.Column) -> String {
        column.title == column.id ? name(column.id) : column.title
    }

    /// A row of a table as it is read on a page: codes in words, ids of figures by their names, names of people and what
    /// users say as they are.
    static func texts(of row: [ReportTable.Cell], in table: ReportTable) -> [String] {
        zip(table.columns, table.spoken(row)).enumerated().map { place, column in
            guard case .text(let text) = row[place] else {
                let isLength = table.id == "kpis" && isTime(column.0.id, of: row.first)
                return isLength ? FigureText.spoken(row[place].number, .seconds) : column.1
            }
            if table.id == "languages", place == 0 { return language(text) }
            return switch column.0.id {
            case "figure": name(text)
            case "admin" where text.isEmpty: "None"
            case "admin", "id", "phrase": text.isEmpty ? FigureText.nothing : text
            case "target": column.1
            case "what": text.replacing("_", with: " ")
            case "end", "escalation", "stage", "cause": words(text)
            default: text.isEmpty && place > 0 ? FigureText.nothing : plain(text)
            }
        }
    }

    /// Whether a part of a KPI is a length of time, which the table of targets holds in seconds.
    static func isTime(_ part: String, of kpi: ReportTable.Cell?) -> Bool {
        guard case .text(let id)? = kpi else { return false }
        switch part {
        case "numerator": return ["A3", "A5", "A6", "A8", "A16"].contains(id)
        case "denominator": return ["A8", "A16"].contains(id)
        default: return false
        }
    }

    /// A code of parts, such as `refund/refused/over_limit`, in words.
    static func words(_ code: String) -> String {
        let parts = code.split(separator: "/")
        guard let first = parts.first else { return plain("") }
        return ([plain(first)] + parts.dropFirst().map { String($0).replacing("_", with: " ") }).joined(
            separator: " · "
        )
    }

    /// What a value of a dimension is called: the policy's word, with spaces; where there is none, as reports say it.
    static func plain(_ word: some StringProtocol) -> String {
        let text = String(word).replacing("_", with: " ")
        if text == "api" { return "API" }
        return text.isEmpty ? "None" : text.prefix(1).uppercased() + text.dropFirst()
    }

    /// What a language is called in English; a code that is not known stands as it is.
    static func language(_ code: String) -> String { languages[code] ?? plain(code) }

    private static let languages = [
        "af": "Afrikaans", "ar": "Arabic", "de": "German", "en": "English", "es": "Spanish", "fr": "French",
        "ha": "Hausa", "nl": "Dutch", "nr": "Southern Ndebele", "nso": "Northern Sotho", "pt": "Portuguese",
        "ss": "Swati", "st": "Southern Sotho", "sw": "Swahili", "tn": "Tswana", "ts": "Tsonga", "ve": "Venda",
        "xh": "Xhosa", "yo": "Yoruba", "zu": "Zulu",
    ]

    /// What a KPI is worked out from, as things to be counted; nil for what is such a number itself or of no things.
    static func things(of kpi: KPI) -> String? {
        switch kpi {
        case .a1, .a2: "cases"
        case .a3: "first replies"
        case .a4, .a5: "replies"
        case .a6, .a7, .a8, .a9: "resolved cases"
        case .a10, .a11: "ratings"
        case .a12: "active users"
        case .a13: "flags"
        case .a14: "upheld flags"
        case .a15, .a16: nil
        }
    }

    /// What a figure that is a share or a mean is worked out from, as things to be counted.
    static func things(ofFigure id: String) -> String {
        switch id.prefix(while: { $0 != "." }) {
        case "response": "replies"
        case "resolution", "cases": "cases"
        case "satisfaction": id == "satisfaction.response_rate" ? "surveys" : "ratings"
        case "templates", "messages": "messages"
        case "promises": "promises"
        case "notices": "notices"
        default: ""
        }
    }

    private static let names: [String: String] = [
        "messages.received": "Messages received",
        "messages.sent": "Messages sent",
        "messages.bot": "Messages by bots",
        "messages.per_admin_day": "Messages per admin and day",
        "messages.courtesies": "Messages of thanks",
        "users.writing": "Users who wrote",
        "templates.used": "Replies with a template",
        "templates.unedited": "Replies with a template as it is",
        "promises.kept": "Promises kept",
        "notices.sent": "Notices sent",
        "notices.delivered": "Notices that arrived",
        "notices.delay.mean": "Mean time to the notice",
        "notices.delay.median": "Median time to the notice",
        "notices.delay.p90": "90th percentile of times to the notice",
        "cases.opened": "Cases opened",
        "cases.resolved": "Cases resolved",
        "cases.reopened": "Cases reopened",
        "cases.unresolved": "Cases unresolved",
        "cases.escalated.tier": "Escalated to a senior",
        "cases.escalated.department": "Escalated to a department",
        "cases.on_first_response": "Resolved on first response",
        "cases.without_human_reply": "Resolved without a person",
        "cases.spam": "Cases of spam",
        "cases.merged": "Cases merged",
        "cases.auto_answered": "Cases answered by an article",
        "cases.solved_by_article": "Cases solved by an article",
        "cases.silent": "Cases resolved silently",
        "response.mean": "Mean response time",
        "response.median": "Median response time",
        "response.p90": "90th percentile of response times",
        "response.within_24h": "Answered within 24 h",
        "response.24_to_48h": "Answered in 24 to 48 h",
        "response.over_48h": "Waited over 48 h",
        "response.first.mean": "Mean first response time",
        "response.first.median": "Median first response time",
        "response.first.p90": "90th percentile of first responses",
        "response.first.working": "Mean first response, working hours",
        "resolution.mean": "Mean time to resolution",
        "resolution.median": "Median time to resolution",
        "resolution.p90": "90th percentile of resolutions",
        "resolution.within_24h": "Resolved within 24 h",
        "satisfaction.positive": "Positive ratings",
        "satisfaction.neutral": "Neutral ratings",
        "satisfaction.negative": "Negative ratings",
        "satisfaction.rate": "Satisfaction rate",
        "satisfaction.mean_stars": "Mean stars",
        "satisfaction.wilson_lower": "Rate, lower bound (95 %)",
        "satisfaction.response_rate": "Surveys answered",
    ]
}
