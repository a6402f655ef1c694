import Pages
import Policy

/// Draws the page behind the unsubscribe link; usable without scripts, by keyboard and by screen reader.
struct UnsubscribePage: Sendable {
    let words: UnsubscribeWords

    /// Whether somebody wants such mail, with what is left without it and the one button that there is.
    func ask(at link: Link, ways: [NoticeChannel]) -> Page {
        page(
            words.title,
            """
            <h1>\(words.title)</h1>
            <p>\(words.what) \(words.left(ways))</p>
            <p>\(words.stays)</p>
            \(form(at: link, OneClick.field, OneClick.unsubscribe, words.end))
            """,
            otherAt: link
        )
    }

    /// There is no such mail any more; one tap takes that back.
    func ended(at link: Link) -> Page {
        page(
            words.ended,
            """
            <h1>\(words.ended)</h1>
            <div class="notice good" role="status"><p>\(words.endedDetail)</p></div>
            <p>\(words.stays)</p>
            \(form(at: link, OneClick.field, OneClick.subscribe, words.again))
            """,
            otherAt: link
        )
    }

    /// Such mail comes again.
    func resumed(at link: Link) -> Page {
        page(
            words.resumed,
            """
            <h1>\(words.resumed)</h1>
            <div class="notice good" role="status"><p>\(words.resumedDetail)</p></div>
            \(form(at: link, OneClick.field, OneClick.unsubscribe, words.end))
            """,
            otherAt: link
        )
    }

    /// Nobody has this token.
    var unknown: Page { message(words.unknown, words.unknownDetail) }
    /// The database cannot take the wish now.
    var later: Page { message(words.later, words.laterDetail) }
    /// What was sent is not what the button sends.
    var unclear: Page { message(words.unclear, words.unclearDetail) }

    private func form(at link: Link, _ name: String, _ value: String, _ label: String) -> HTML {
        """
        <form method="post" action="\(link)">
        \(Control.hidden(name, value))
        <p>\(Control.button(label))</p>
        </form>
        """
    }

    private func message(_ title: String, _ detail: String) -> Page {
        page(title, "<h1>\(title)</h1>\n<p>\(detail)</p>")
    }

    private func page(_ title: String, _ content: HTML, otherAt link: Link? = nil) -> Page {
        Page(title, in: words.language, content, otherwiseAt: link, words: Page.Words(skip: words.skip))
    }
}

/// What is sent to the unsubscribe link, by mail programs (RFC 8058) and by the page's button alike.
enum OneClick {
    static let field = "List-Unsubscribe"
    static let unsubscribe = "One-Click"
    static let subscribe = "Undo"

    /// Whether mail is wanted, as the fields of a form say; nil if they do not say it.
    static func wish(_ fields: [(name: String, value: String)]) -> Bool? {
        switch fields.first(where: { $0.name == field })?.value {
        case unsubscribe: false
        case subscribe: true
        default: nil
        }
    }
}
