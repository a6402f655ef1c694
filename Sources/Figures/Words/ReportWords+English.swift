extension ReportWords {
    /// The words that reports are issued in.
    package static let english = ReportWords(
        decimalMark: ".",
        thousandsMark: ",",
        colon: ":",
        day: "d",
        phrases: [:],
        sentence: { finding, words in
            switch finding {
            case .kept(let name, let figure, let target):
                "\(name): \(words.text(of: figure, beside: target)) keeps the target of \(words.target(target))."
            case .missed(let name, let figure, let target):
                "\(name): \(words.text(of: figure, beside: target)) misses the target of \(words.target(target))."
            case .gain(let now, let before):
                "\(now.id == "response.mean" ? "Answers have become quicker" : "Cases are resolved sooner"): "
                    + "\(words.text(of: now, "after", before))."
            case .slow(let row, let own, let all):
                "Users who write about \(row.replacing("_", with: " ")) wait \(words.text(of: own)), "
                    + "all users \(words.text(of: all))."
            case .bottleneck(let place, let figure):
                "\(words.text(of: figure)) of all time to resolution is spent \(place)."
            case .step(let rule): englishStep(rule)
            case .followUp(let name, let course, let now, let before):
                "\(name), on the last plan: \(course.rawValue), \(words.text(of: now, "after", before))."
            }
        },
        heading: { period in
            let kind =
                switch period.kind {
                case .day: "Daily report"
                case .weekly: "Weekly report"
                case .biweekly: "Transparency report"
                case .monthly: "Monthly report"
                case .quarterly: "Quarterly report"
                }
            return "\(kind), \(period.title)"
        },
        span: { "\($0) up to \($1)" },
        issued: { "Issued \($0)." }
    )

    private static func englishStep(_ rule: String) -> String {
        switch rule {
        case "kpi.A1", "kpi.A2":
            "Go through the reasons for escalations to departments, and give the first line the knowledge and the rights "
                + "for the most frequent one."
        case "kpi.A3": "Look at the hours in which first replies come late, and move shifts there."
        case "kpi.A4", "kpi.A5": "Have each team clear what has waited longest at the start of each shift."
        case "kpi.A6", "kpi.A7", "kpi.A8":
            "Take the kinds of cases with the longest time to resolution, and remove the stage in which they stand longest."
        case "kpi.A10", "kpi.A11": "Read the comments of low ratings, and train for the theme that comes most often."
        case "kpi.A12": "Have the most frequent malfunction mended first, and tell its reporters."
        case "kpi.A13": "Have somebody decide flags in every shift, weekends included."
        case "kpi.A14": "Look at what is flagged again, and block its authors."
        case "kpi.A16": "Fill the hours of the live chat in which nobody was online."
        case "bottleneck.us": "Look in which stages and hours cases stand longest with us, and put people there."
        case "bottleneck": "Agree with whoever the cases wait for on a time within which they answer."
        default: "Write articles and templates for it, and put more admins with its skill on shift."
        }
    }
}
