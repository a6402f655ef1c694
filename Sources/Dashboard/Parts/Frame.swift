import Contract
import Figures
import Pages

/// The frame of all pages of the dashboard: navigation, choice of period and filters, and when it was made.
struct Frame {
    /// One of the dashboard's pages.
    enum Place: String, CaseIterable {
        case overview = ""
        case volume, response, satisfaction, escalations, marketplace, admins, health, reports

        var link: Link { rawValue.isEmpty ? Link() : Link(rawValue) }

        var name: String {
            switch self {
            case .overview: "Overview"
            case .volume: "Volume"
            case .response: "Response"
            case .satisfaction: "Satisfaction"
            case .escalations: "Escalations"
            case .marketplace: "Marketplace"
            case .admins: "Admins"
            case .health: "Pipeline"
            case .reports: "Reports"
            }
        }

        /// Whether the page is about a period and can be filtered.
        var hasChoices: Bool { self != .health && self != .reports }
    }

    /// The page among those of the navigation; nil for one that only links lead to.
    let place: Place?
    let view: View
    let choices: [Dimension: [String]]
    let zone: ReportZone
    let now: Instant
    /// Whether there is somebody to sign out.
    let isGuarded: Bool

    /// A page with this content under its heading; `lead` says in a sentence what matters.
    func page(_ title: String, lead: String? = nil, _ content: HTML) -> Page {
        let heading: HTML = """
            <div class="head"><h1>\(title)</h1>\(lead.map { "<p class=\"lead\">\($0)</p>" } as HTML?)</div>

            """
        return Page(
            title: place?.hasChoices == true ? "\(title), \(view.period.title)" : title,
            header: header,
            content: "\(heading)\(form)\(content)",
            footer: footer,
            scripts: [LiveScript.asset],
            style: "dashboard"
        )
    }

    /// The page that says why an address leads nowhere.
    func page(_ fault: PageFault) -> Page {
        Page(
            title: fault.title,
            header: header,
            content: "<div class=\"head\"><h1>\(fault.title)</h1></div>\n\(fault.content)",
            footer: footer,
            style: "dashboard"
        )
    }

    private var header: HTML {
        let items: [HTML] = Place.allCases.map { other in
            var link = other.link
            // Also to pages that have no use for it, so that it is still there on the way back.
            link.query = carried.query
            let current: HTML = other == place ? " aria-current=\"page\"" : ""
            return "<li><a href=\"\(link)\"\(current)>\(other.name)</a></li>\n"
        }
        let end: HTML? =
            isGuarded
            ? "<form method=\"post\" action=\"\(Link("sign-out"))\"><button class=\"plain\" type=\"submit\">Sign out</button></form>"
            : nil
        return """
            <header class="site-header">
            <p class="brand"><a href="\(Link())">SayPro <span>Messaging</span></a></p>
            <nav aria-label="Pages"><ul>
            \(items)</ul></nav>
            <div class="screen tools" id="tools">\(end)</div>
            </header>
            """
    }

    /// What goes along to another page: the period and the filters, not the order of this one's tables.
    private var carried: View { View(view.period, view.filter) }

    private var form: HTML? {
        guard let place, place.hasChoices else { return nil }
        let dimensions: [HTML] = [Dimension.team, .channel, .category, .admin].map { dimension in
            var values = choices[dimension] ?? []
            if let chosen = view.filter[dimension], !values.contains(chosen) { values.append(chosen) }
            let all = [Control.Choice("", "All")]
            return Control.select(
                dimension.rawValue,
                label: dimension.title,
                choices: all + values.map { Control.Choice($0, dimension == .admin ? $0 : FigureNames.plain($0)) },
                selected: view.filter[dimension] ?? ""
            )
        }
        var (earlier, later, bare) = (place.link, place.link, place.link)
        earlier.query = view.with(view.period.previous).query
        later.query = view.with(view.period.next).query
        var unfiltered = view
        unfiltered.filter = FigureFilter()
        bare.query = unfiltered.query
        let hasNext = view.period.end(in: zone) <= now
        let next: HTML? = hasNext ? "<a href=\"\(later)\" rel=\"next\">\(capital(view.period.next)) →</a>" : nil
        let clear: HTML? = view.filter.list.isEmpty ? nil : "<a href=\"\(bare)\">Clear filters</a>"
        return """
            <form class="filters card" method="get" action="\(place.link)" aria-label="What is shown">
            \(Control.select("period", label: "Period", choices: periods, selected: View.choice(view.period)))\(dimensions)\(order)
            <div class="field"><button type="submit">Show</button></div>
            </form>
            <p class="steps"><a href="\(earlier)" rel="prev">← \(capital(view.period.previous))</a> \
            <strong>\(shown)</strong> \(next) \(clear)</p>

            """
    }

    /// What is shown, for those who have the page on paper.
    private var shown: String {
        let filters = view.filter.list.map { dimension, value in
            "\(dimension.title.lowercased()) \(dimension == .admin ? value : FigureNames.plain(value))"
        }
        return ([capital(view.period)] + filters).joined(separator: ", ")
    }

    private func capital(_ period: ReportPeriod) -> String {
        period.title.prefix(1).uppercased() + period.title.dropFirst()
    }

    /// The order of the tables, which another choice leaves as it is.
    private var order: [HTML] {
        view.query.filter { ["sort", "order"].contains($0.name) }.map { Control.hidden($0.name, $0.value) }
    }

    /// The latest weeks, months and quarters, and the one that is shown.
    private var periods: [Control.Choice] {
        let today = zone.date(at: now)
        var all: [ReportPeriod] = []
        for (kind, count) in [(ReportPeriod.Kind.monthly, 6), (.quarterly, 4), (.weekly, 6)] {
            var period = ReportPeriod(kind, containing: today)
            for _ in 0..<count {
                all.append(period)
                period = period.previous
            }
        }
        if !all.contains(view.period) { all.insert(view.period, at: 0) }
        return all.map { period in
            let title = period.title
            return Control.Choice(View.choice(period), title.prefix(1).uppercased() + title.dropFirst())
        }
    }

    private var footer: HTML {
        """
        <footer class="site-footer soft"><p>As of <time datetime="\(now.description)">\(ClockTime.text(now, zone))</time> \
        (\(zone.name)). Periods follow this zone; durations are calendar time unless a name says otherwise.</p></footer>
        """
    }
}
