import Contract
import Pages
import Satisfaction

/// Draws the page of a survey; usable without scripts, by keyboard and by screen reader.
struct SurveyPage: Sendable {
    let words: PageWords
    /// The further questions, in their order.
    let factors: [AnswerSheet.Factor]

    /// The questions, with what was answered before or has just been filled in.
    func form(_ survey: OpenSurvey, at link: Link, _ sheet: AnswerSheet, faults: [String: SurveyForm.Fault]) -> Page {
        let scale = sheet.scale ?? survey.scale
        let choices = scale.values.map { Control.Choice(String($0), String($0)) }
        let asked: [HTML] = factors.map { factor in
            Control.scale(
                factor.rawValue,
                legend: words.factors[factor] ?? factor.rawValue,
                choices: choices,
                selected: sheet.factors[factor].map(String.init),
                fault: faults[factor.rawValue].map(text)
            )
        }
        let notice: HTML =
            faults.isEmpty ? "" : "<div class=\"notice bad\" role=\"alert\"><p>\(words.wrong)</p></div>\n"
        let about: HTML? = survey.resolvedAt.map { "<p>\(words.about(words.date($0))) \(words.reward)</p>\n" }
        return page(
            words.title,
            """
            <h1>\(words.title)</h1>
            \(notice)\(about)\
            <form method="post" action="\(link)">
            \(Control.hidden("scale", String(scale.rawValue)))\
            \(Control.scale(
                "rating",
                legend: words.rating,
                choices: choices,
                selected: sheet.rating.map(String.init),
                ends: words.ends,
                fault: faults["rating"].map(text)
            ))\
            <h2>\(words.more)</h2>
            \(asked)\
            \(Control.text(
                "comment",
                label: words.comment,
                value: sheet.comment ?? "",
                hint: words.commentHint,
                limit: SurveyForm.remarkLength,
                fault: faults["comment"].map(text)
            ))\
            \(Control.text(
                "suggestion",
                label: words.suggestion,
                value: sheet.suggestion ?? "",
                limit: SurveyForm.remarkLength,
                fault: faults["suggestion"].map(text)
            ))\
            <p>\(Control.button(words.send))</p>
            </form>
            """,
            otherAt: link
        )
    }

    /// The answer has been kept.
    func thanks(at link: Link, until lock: Instant) -> Page {
        page(
            words.thanks,
            """
            <h1>\(words.thanks)</h1>
            <div class="notice good" role="status"><p>\(words.thanksDetail)</p></div>
            <p>\(words.until(words.date(lock)))</p>
            <p><a href="\(link.with("done", nil))">\(words.change)</a></p>
            """,
            otherAt: link
        )
    }

    /// The time to answer is over.
    var closed: Page { message(words.closed, words.closedDetail) }
    /// No survey has this token.
    var unknown: Page { message(words.unknown, words.unknownDetail) }
    /// The database cannot take the answer now.
    var later: Page { message(words.later, words.laterDetail) }

    private func message(_ title: String, _ detail: String) -> Page {
        page(title, "<h1>\(title)</h1>\n<p>\(detail)</p>")
    }

    private func page(_ title: String, _ content: HTML, otherAt link: Link? = nil) -> Page {
        Page(title, in: words.language, content, otherwiseAt: link, words: Page.Words(skip: words.skip))
    }

    private func text(_ fault: SurveyForm.Fault) -> String {
        switch fault {
        case .notOnScale: words.notOnScale
        case .tooLong: words.tooLong
        case .nothing: words.nothing
        }
    }
}
