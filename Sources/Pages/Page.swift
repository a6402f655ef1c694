/// A whole page: the frame that is the same everywhere, and what fills it.
package struct Page: Sendable {
    /// What the browser's tab says, before the product's name.
    package var title: String
    /// The language of the page, as a BCP 47 tag.
    package var language: String
    /// What stands above the content, such as the navigation.
    package var header: HTML
    package var content: HTML
    package var footer: HTML
    /// Scripts of this site; a page must be usable without them.
    package var scripts: [Asset]
    /// Words for the stylesheet, such as `narrow` for a page of one column.
    package var style: String
    /// The texts that the frame itself shows.
    package var words: Words

    /// The texts of the frame, which a page in another language replaces.
    package struct Words: Sendable {
        package var skip = "Skip to the content"

        package init(skip: String = "Skip to the content") { self.skip = skip }
    }

    package init(
        title: String,
        language: String = "en",
        header: HTML = HTML(),
        content: HTML,
        footer: HTML = HTML(),
        scripts: [Asset] = [],
        style: String = "",
        words: Words = Words()
    ) {
        self.title = title
        self.language = language
        self.header = header
        self.content = content
        self.footer = footer
        self.scripts = scripts
        self.style = style
        self.words = words
    }

    /// The page as it is sent: HTML that is well-formed XML as well, so that tests can take it apart.
    package var html: HTML {
        let scripts: [HTML] = scripts.map { "<script src=\"\($0.link)\" defer=\"\"></script>\n" }
        return """
            <!DOCTYPE html>
            <html lang="\(language)">
            <head>
            <meta charset="utf-8"/>
            <meta name="viewport" content="width=device-width, initial-scale=1"/>
            <meta name="color-scheme" content="light dark"/>
            <title>\(title) · SayPro Messaging</title>
            <link rel="stylesheet" href="\(Asset.stylesheet.link)"/>
            <link rel="icon" href="data:,"/>
            \(scripts)</head>
            <body class="\(style)">
            <a class="skip" href="#content">\(words.skip)</a>
            \(header)
            <main id="content" tabindex="-1">
            \(content)
            </main>
            \(footer)
            </body>
            </html>

            """
    }
}
