import Charts
import Figures
import Pages

/// A page about one topic: its figures, its charts, its tables.
struct TopicPage {
    /// A part of a page under a heading of its own.
    struct Section {
        let id: String
        let title: String
        let content: HTML

        var html: HTML {
            """
            <section id="\(id)" data-live="" aria-labelledby="\(id)-name">
            <h2 id="\(id)-name">\(title)</h2>
            \(content)
            </section>

            """
        }

        /// Charts side by side as far as there is room.
        static func charts(_ id: String, _ title: String, _ charts: [HTML]) -> Section {
            Section(id: id, title: title, content: "<div class=\"charts\">\n\(charts)</div>")
        }

        /// Tables, each on a card.
        static func tables(_ id: String, _ title: String, _ tables: [HTML]) -> Section {
            let cards: [HTML] = tables.map { "<div class=\"card\">\($0)</div>\n" }
            return Section(id: id, title: title, content: "<div class=\"tables\">\n\(cards)</div>")
        }
    }

    let title: String
    let lead: String?
    let sections: [Section]

    var content: HTML { sections.map(\.html).joined() }
}
