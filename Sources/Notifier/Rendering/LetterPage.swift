import Policy

/// A letter as a page of HTML: readable in light and dark, on a phone, and without pictures or anything from elsewhere.
struct LetterPage {
    /// A piece of news in it.
    struct Item {
        /// Its heading, where there are several.
        let heading: String?
        let body: Markup
        let link: String?
        let linkText: String
    }

    let language: Language
    let sender: String
    let subject: String
    let items: [Item]
    /// What stands behind the last item.
    let remark: String?
    let why: String
    let help: String?
    let unsubscribe: String?

    var markup: Markup {
        let words = Words.of(language)
        let body = Markup(joining: items.map(section))
        let remark: Markup = remark.map { "<p class=\"remark\">\($0)</p>" } ?? ""
        var foot: [Markup] = ["<p>\(why)</p>"]
        var links: [Markup] = []
        if let help { links.append("<a href=\"\(help)\">\(words.help)</a>") }
        if let unsubscribe { links.append("<a href=\"\(unsubscribe)\">\(words.unsubscribe)</a>") }
        if !links.isEmpty {
            foot.append("<p>\(Markup(rendered: links.map(\.html).joined(separator: " · ")))</p>")
        }
        return """
            <!doctype html>
            <html lang="\(language.rawValue)">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="supported-color-schemes" content="light dark">
            <title>\(subject)</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <div class="page">
            <p class="sender">\(sender)</p>
            <div class="card">
            <h1>\(subject)</h1>
            \(body)\(remark)
            </div>
            <div class="foot">
            \(Markup(joining: foot))
            </div>
            </div>
            </body>
            </html>
            """
    }

    private func section(_ item: Item) -> Markup {
        let heading: Markup = item.heading.map { "<h2>\($0)</h2>\n" } ?? ""
        let link: Markup = item.link.map { "<p><a class=\"go\" href=\"\($0)\">\(item.linkText)</a></p>\n" } ?? ""
        return "<div class=\"item\">\n\(heading)\(item.body)\n\(link)</div>\n"
    }

    private static let style: Markup = """
        :root { color-scheme: light dark; }
        body { margin: 0; padding: 0; background: #eef1f5; color: #1b2430;
        font: 16px/1.5 -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
        .page { max-width: 600px; margin: 0 auto; padding: 24px 16px; }
        .sender { margin: 0 0 12px; font-weight: 700; letter-spacing: .02em; color: #0b5c68; }
        .card { background: #ffffff; border: 1px solid #d9dfe7; border-radius: 10px; padding: 24px; }
        h1 { margin: 0 0 16px; font-size: 22px; line-height: 1.3; overflow-wrap: anywhere; }
        h2 { margin: 0 0 6px; font-size: 17px; line-height: 1.35; overflow-wrap: anywhere; }
        p { margin: 0 0 14px; overflow-wrap: anywhere; }
        .item + .item { border-top: 1px solid #d9dfe7; margin-top: 18px; padding-top: 18px; }
        dl { margin: 0 0 16px; }
        dt { font-size: 13px; color: #5a6675; margin-top: 12px; }
        dd { margin: 2px 0 0; overflow-wrap: anywhere; white-space: pre-line; }
        blockquote { margin: 0 0 14px; padding: 10px 14px; border-left: 4px solid #0b7285; background: #f3f6f9;
        overflow-wrap: anywhere; white-space: pre-line; }
        .wide { overflow-x: auto; margin: 0 0 16px; }
        table { border-collapse: collapse; width: 100%; font-size: 14px; }
        th, td { padding: 5px 8px; border-bottom: 1px solid #d9dfe7; text-align: left; vertical-align: top; }
        .n { text-align: right; }
        td.n { white-space: nowrap; }
        ul { margin: 0 0 14px; padding-left: 20px; }
        a { color: #0b5c68; }
        a.go { display: inline-block; padding: 10px 18px; border-radius: 8px; background: #0b7285; color: #ffffff;
        font-weight: 600; text-decoration: none; }
        .remark, .foot { font-size: 13px; color: #5a6675; }
        .foot { padding: 16px 8px 0; }
        .foot p { margin: 0 0 6px; }
        .foot a { color: #5a6675; }
        @media (max-width: 480px) { .card { padding: 18px; } a.go { display: block; text-align: center; } }
        @media (prefers-color-scheme: dark) {
        body { background: #12161c; color: #e6eaf0; }
        .card { background: #1b222c; border-color: #303a47; }
        .item + .item, th, td { border-color: #303a47; }
        .sender, a { color: #7fd1de; }
        blockquote { background: #232c38; border-color: #3aa7b8; }
        dt, .remark, .foot, .foot a { color: #a3afbd; }
        a.go { background: #1593a8; color: #06181c; }
        }
        """
}
