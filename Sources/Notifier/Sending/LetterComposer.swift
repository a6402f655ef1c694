import Contract
import Policy

/// Makes one letter of one notice or of several.
struct LetterComposer {
    let rules: NoticeRules
    let person: Person

    /// How many bytes of each text a letter of several gives.
    private static let excerptBytes = 600
    /// How many bytes of its text a single notice gives beside the letter's own text, which says all of it: a webhook's body
    /// has its limit.
    private static let wholeBytes = 8_192

    /// The letter's texts; `omitted` is how many more there are of which only the number is told.
    func content(of notices: [Notice], omitted: Int) -> LetterContent? {
        guard let first = notices.first else { return nil }
        let isSingle = notices.count == 1 && omitted == 0
        let language = first.language
        let words = Words.of(language)
        let links = rules.notices.links
        // What comes in any case needs no way to end it.
        let unsubscribe = notices.lazy.compactMap { rules.unsubscribeLink(of: person, for: $0.kind) }.first
        let subject = isSingle ? first.subject : words.several(notices.count + omitted)
        let reasons = unique(notices.map(\.why))
        let remark = omitted > 0 ? words.more(omitted) : nil
        let page = LetterPage(
            language: language,
            sender: rules.notices.mail.name,
            subject: subject,
            items: notices.map { item($0, isSingle: isSingle, words) },
            remark: remark,
            why: reasons.joined(separator: " "),
            help: links.help,
            unsubscribe: unsubscribe
        )
        return LetterContent(
            language: language.rawValue,
            subject: subject,
            text: plain(notices, isSingle: isSingle, remark, reasons, unsubscribe, words),
            html: page.markup.html,
            items: "[" + notices.map { Self.json($0, isSingle: isSingle) }.joined(separator: ",") + "]",
            unsubscribe: unsubscribe
        )
    }

    private func item(_ notice: Notice, isSingle: Bool, _ words: Words) -> LetterPage.Item {
        let body: Markup =
            isSingle
            ? notice.html.map(Markup.init(rendered:)) ?? "<p>\(notice.text)</p>"
            : "<p>\(Self.excerpt(notice.text))</p>"
        return LetterPage.Item(
            heading: isSingle ? nil : notice.subject,
            body: body,
            link: notice.link,
            linkText: notice.kind == .user(.survey) ? words.answer : words.open
        )
    }

    private func plain(
        _ notices: [Notice],
        isSingle: Bool,
        _ remark: String?,
        _ reasons: [String],
        _ unsubscribe: String?,
        _ words: Words
    ) -> String {
        var blocks: [String] = []
        for notice in notices {
            var block = isSingle ? notice.text : "* \(notice.subject)\n\n\(Self.excerpt(notice.text))"
            if let link = notice.link, !notice.text.contains(link) { block += "\n\n\(link)" }
            blocks.append(block)
        }
        if let remark { blocks.append(remark) }
        var foot = ["-- ", reasons.joined(separator: " ")]
        if let help = rules.notices.links.help { foot.append("\(words.help): \(help)") }
        if let unsubscribe { foot.append("\(words.unsubscribe): \(unsubscribe)") }
        return (blocks + [foot.joined(separator: "\n")]).joined(separator: "\n\n")
    }

    private func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    private static func excerpt(_ text: String) -> String {
        guard text.utf8.count > excerptBytes else { return text }
        return String(text.prefix(excerptBytes / 2)) + "…"
    }

    private static func json(_ notice: Notice, isSingle: Bool) -> String {
        let isWhole = isSingle && notice.text.utf8.count <= wholeBytes
        var fields: Fields = [
            "event": notice.event.description, "type": notice.kind.name, "reason": notice.reason,
            "time": notice.happened.description, "subject": notice.subject,
            "text": isWhole ? notice.text : excerpt(notice.text),
        ]
        if let id = notice.case { fields.append("case", id) }
        if let conversation = notice.conversation { fields.append("conversation", conversation) }
        if let link = notice.link { fields.append("link", link) }
        return fields.json
    }
}
