import Figures
import Policy

extension ReportMaterial {
    /// Ratings, in all and by channel.
    var satisfactionTable: ReportTable {
        let parts =
            [("all", facts)] + byChannel.sorted { $0.key < $1.key }.map { ($0.key.isEmpty ? "none" : $0.key, $0.value) }
        let ids = ["positive", "neutral", "negative"]
        return ReportTable(
            "satisfaction",
            "Satisfaction",
            columns: [
                .text("channel", "Channel"), .number("rated", "Ratings"), .number("positive", "Positive"),
                .number("neutral", "Neutral"), .number("negative", "Negative"), .number("rate", "Satisfied", .share),
                .number("wilson_lower", "At least, with 95 %", .share), .number("mean_stars", "Mean", .stars),
                .number("sent", "Surveys sent"), .number("response_rate", "Answered", .share),
            ],
            rows: parts.compactMap { name, facts in
                let book = book(facts)
                guard let rate = book.figure("satisfaction.rate"),
                    rate.n > 0 || facts.sums.n(.surveySent) > 0 || name == "all"
                else { return nil }
                return [.text(name), .count(rate.n)]
                    + ids.map { .init(book.figure("satisfaction.\($0)")?.value) }
                    + [
                        .init(rate.value), .init(book.figure("satisfaction.wilson_lower")?.value),
                        .init(book.figure("satisfaction.mean_stars")?.value), .count(facts.sums.n(.surveySent)),
                        .init(book.figure("satisfaction.response_rate")?.value),
                    ]
            }
        )
    }

    /// What users said of the four factors.
    var factorTable: ReportTable {
        let factors: [(String, Measure)] = [
            ("ease of use", .ease), ("response time", .speed), ("helpfulness", .helpfulness), ("clarity", .clarity),
        ]
        return ReportTable(
            "factors",
            "What users rate",
            columns: [.text("factor", "Factor"), .number("n", "Number"), .number("mean", "Mean", .stars)],
            rows: factors.map { name, measure in
                let total = facts.sums.total(measure)
                return [.text(name), .count(total.n), .init(Figure.mean(name, .stars, total).value)]
            }
        )
    }

    /// What each admin did.
    var adminTable: ReportTable {
        let days = facts.others?.daysOfAdmin ?? [:]
        return ReportTable(
            "admins",
            "By admin",
            columns: [
                .text("admin", "Admin"), .number("sent", "Messages"), .number("days", "Days online"),
                .number("per_day", "Messages a day"), .number("replies", "Responses"),
                .number("response_mean", "Mean response", .seconds),
                .number("response_p90", "Response, 90th percentile", .seconds), .number("resolved", "Resolved"),
                .number("resolution_mean", "Mean resolution", .seconds), .number("rated", "Ratings"),
                .number("rate", "Satisfied", .share), .number("stars", "Mean rating", .stars),
                .number("kept", "Promises kept", .share),
            ],
            rows: admins.map { name, facts in
                let (book, sums) = (book(facts), facts.sums)
                let perDay = days[name].flatMap { $0 > 0 ? Double(sums.n(.sent)) / Double($0) : nil }
                return [
                    .text(name), .count(sums.n(.sent)), .init(days[name].map { Double($0) }), .init(perDay),
                    .count(sums.responses.n), .init(sums.responses.mean), .init(sums.responses.percentile(0.9)),
                    .count(sums.n(.resolved)), .init(sums.total(.resolution).mean),
                    .count(book.figure("satisfaction.rate")?.n ?? 0), .init(book.figure("satisfaction.rate")?.value),
                    .init(book.figure("satisfaction.mean_stars")?.value), .init(book.figure("promises.kept")?.value),
                ]
            }
        )
    }

    private var admins: [(name: String, facts: PeriodFacts)] {
        byAdmin.filter { !$0.key.isEmpty && ($0.value.sums.n(.sent) > 0 || $0.value.sums.n(.resolved) > 0) }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// The admins with enough replies to be judged, with their satisfaction.
    private var judged: [(name: String, rate: Figure, mean: Double)] {
        admins.compactMap { name, facts in
            guard facts.sums.responses.n >= document.report.staff.minimumReplies,
                let rate = book(facts).figure("satisfaction.rate"), rate.value != nil
            else { return nil }
            return (name, rate, facts.sums.responses.mean ?? 0)
        }
    }

    /// Who did best: satisfied users first, then quick answers.
    var recognitionTable: ReportTable {
        let best = judged.filter { ($0.rate.value ?? 0) >= document.report.staff.trainingBelow }
            .sorted { ($1.rate.value ?? 0, $0.mean, $0.name) < ($0.rate.value ?? 0, $1.mean, $1.name) }
            .prefix(document.report.staff.praised)
        return staffTable("recognition", "Recognition", Array(best))
    }

    /// Who may need training.
    var trainingTable: ReportTable {
        let needy = judged.filter { ($0.rate.value ?? 1) < document.report.staff.trainingBelow }
            .sorted { ($0.rate.value ?? 0, $0.name) < ($1.rate.value ?? 0, $1.name) }
        return staffTable("training", "Training to offer", needy)
    }

    private func staffTable(
        _ id: String,
        _ title: String,
        _ staff: [(name: String, rate: Figure, mean: Double)]
    ) -> ReportTable {
        ReportTable(
            id,
            title,
            columns: [
                .text("admin", "Admin"), .number("rate", "Satisfied", .share), .number("rated", "Ratings"),
                .number("response_mean", "Mean response", .seconds),
            ],
            rows: staff.map { [.text($0.name), .init($0.rate.value), .count($0.rate.n), .number($0.mean)] }
        )
    }

    /// The figures by which it is told how well the office communicates.
    static let communicationIDs = [
        "messages.sent", "messages.undelivered", "messages.per_admin_day", "templates.used", "templates.unedited",
        "response.within_24h", "promises.kept", "notices.sent", "notices.delivered", "notices.delay.median",
        "notices.delay.p90", "satisfaction.response_rate", "messages.courtesies", "cases.auto_answered",
        "cases.solved_by_article", "cases.silent", "users.writing",
    ]

    /// How well the office communicates.
    var communicationTable: ReportTable {
        ReportTable(
            "communication",
            "How well it communicates",
            columns: [
                .text("figure", "Figure"), .text("unit", "Unit"), .byRow("value", "Value"), .number("n", "Number"),
            ],
            rows: Self.communicationIDs.compactMap { id in
                book.figure(id).map { figure in
                    [.text(id), .text(figure.unit.rawValue), .init(figure.value), .count(figure.n)]
                }
            }
        )
    }
}
