import Figures
import Satisfaction

extension ReportMaterial {
    /// What users say again and again: complaints, suggestions and praise, with how that went since the period before.
    ///
    /// Only phrases that several users share are told, and nobody is quoted.
    var themeTables: [ReportTable] {
        [
            (Remark.Sort.complaint, "complaints", "What users complain of"),
            (.suggestion, "suggestions", "What users suggest"), (.praise, "praise", "What users praise"),
        ].map { sort, id, title in
            let own = themes.filter { $0.sort == sort }.sorted { ($1.count, $0.key) < ($0.count, $1.key) }
            return ReportTable(
                "themes.\(id)",
                title,
                columns: [
                    .text("theme", "Theme"), .text("category", "Category"), .text("phrase", "What they say"),
                    .number("n", "Remarks"), .number("share", "Of all about it", .share),
                    .number("before", "Before"), .text("trend", "Trend"),
                ],
                rows: own.prefix(20).map { theme in
                    [
                        .text(theme.key), .text(theme.category), .text(theme.phrase), .count(theme.count),
                        .number(theme.share), .count(theme.countBefore), .text(theme.trend.rawValue),
                    ]
                }
            )
        }
    }
}

extension Theme {
    /// What the theme is called in a table: its category and its words.
    fileprivate var key: String { category.isEmpty ? phrase : "\(category): \(phrase)" }
}
