import Charts
import Figures
import Pages

extension Topics {
    func volume() async throws -> TopicPage {
        let flow = ["messages.received", "messages.sent"]
        async let tiles = tiles(
            flow + ["messages.bot", "cases.opened", "cases.resolved", "cases.reopened", "cases.unresolved"]
        )
        async let messages = series(flow)
        async let cases = series(["cases.opened", "cases.resolved"])
        async let week = source.heatMap("messages.received", view.period, view.filter)
        async let categories = breakdown(flow + ["cases.opened"], by: .category)
        async let channels = breakdown(flow, by: .channel)
        let (byCategory, byChannel) = (try await categories, try await channels)
        let heat = HeatChart(
            "week",
            title: "When users write",
            things: "messages",
            counts: try await week.counts,
            scale: FigureWords.scale(.count)
        )
        let charts = [
            Charting.lines("messages", title: "Messages", try await messages, note: partialWeeks).html,
            Charting.lines("cases", title: "Cases", try await cases, note: partialWeeks).html,
            heat.html,
            Charting.bars("channels", title: "Messages by channel", subject: "Channel", byChannel, columns: flow).html,
            Charting.bars("categories", title: "Messages by category", subject: "Category", byCategory, columns: flow)
                .html,
        ]
        return TopicPage(
            title: "Volume",
            lead: "How much comes in, when, about what, and how much is answered.",
            sections: [
                try await tiles, .charts("charts", "Over time, by hour, channel and category", charts),
                .tables("tables", "In numbers", [table(byCategory, on: .volume, by: .category)]),
            ]
        )
    }

    func response() async throws -> TopicPage {
        async let tiles = tiles([
            "response.mean", "response.median", "response.p90", "response.within_24h", "response.24_to_48h",
            "response.over_48h", "resolution.mean", "resolution.median", "resolution.p90", "resolution.within_24h",
            "cases.on_first_response", "cases.without_human_reply", "messages.undelivered",
        ])
        let kpis = ["A3", "A4", "A5", "A6", "A7", "A8", "A9", "A16"]
        let (responses, resolutions) = (["response.median", "response.p90"], ["resolution.median", "resolution.p90"])
        // One reading for all of them.
        async let all = series(kpis + responses + resolutions)
        let columns = [
            "response.mean", "response.median", "response.p90", "response.within_24h", "resolution.mean",
            "resolution.within_24h",
        ]
        async let teams = breakdown(columns, by: .team)
        async let categories = breakdown(columns, by: .category)
        async let bottlenecks = reportTables(["bottlenecks", "promises"], on: .response)
        let (byTeam, byCategory, overTime) = (try await teams, try await categories, try await all)
        let charts = [
            Charting.lines("responses", title: "Response times", overTime.of(responses)).html,
            Charting.lines("resolutions", title: "Times to resolution", overTime.of(resolutions)).html,
            Charting.bars(
                "team-response",
                title: "Median response by team",
                subject: "Team",
                byTeam,
                columns: ["response.median"]
            ).html,
            Charting.bars(
                "category-resolution",
                title: "Mean time to resolution by category",
                subject: "Category",
                byCategory,
                columns: ["resolution.mean"]
            ).html,
        ]
        let tables = [table(byTeam, on: .response, by: .team), table(byCategory, on: .response, by: .category)]
        return TopicPage(
            title: "Response and resolution",
            lead: "How long users wait for an answer, and for the end of their matter.",
            sections: [
                try await tiles, .charts("charts", "Over time, by team and by category", charts),
                .tables("tables", "In numbers", tables + (try await bottlenecks)),
                try await cards(kpis, "Targets", trends: overTime),
            ]
        )
    }

    /// Blue for good, grey for neither, orange for bad: apart for every sort of sight, and not the colours of a traffic light.
    private static let bandMarks = [0, 4, 1]

    func satisfaction() async throws -> TopicPage {
        let bands = ["satisfaction.positive", "satisfaction.neutral", "satisfaction.negative"]
        let columns = bands + ["satisfaction.rate", "satisfaction.mean_stars", "satisfaction.response_rate"]
        async let tiles = tiles(
            ["satisfaction.rate", "satisfaction.wilson_lower", "satisfaction.mean_stars", "satisfaction.response_rate"]
                + bands
        )
        let (kpis, rates) = (["A10", "A11"], ["satisfaction.rate"])
        async let all = series(kpis + rates)
        async let channels = breakdown(columns, by: .channel)
        async let categories = breakdown(columns, by: .category)
        async let themes = reportTables(["themes", "factors"], on: .satisfaction)
        let (byChannel, byCategory, overTime) = (try await channels, try await categories, try await all)
        let charts = [
            Charting.lines("rates", title: "Satisfaction rate", overTime.of(rates)).html,
            Charting.bars(
                "channel-ratings",
                title: "Ratings by channel",
                subject: "Channel",
                byChannel,
                columns: bands,
                arrangement: .stacked,
                marks: Self.bandMarks
            ).html,
            Charting.bars(
                "category-ratings",
                title: "Ratings by category",
                subject: "Category",
                byCategory,
                columns: bands,
                arrangement: .stacked,
                marks: Self.bandMarks
            ).html,
        ]
        let tables = [
            table(byChannel, on: .satisfaction, by: .channel), table(byCategory, on: .satisfaction, by: .category),
        ]
        return TopicPage(
            title: "Satisfaction",
            lead: "What users say of how their matter was handled, and what they say again and again.",
            sections: [
                try await tiles, .charts("charts", "Over time, by channel and by category", charts),
                .tables("tables", "In numbers, and in users' words", tables + (try await themes)),
                try await cards(kpis, "Targets", trends: overTime),
            ]
        )
    }

    func escalations() async throws -> TopicPage {
        let ids = ["cases.escalated.tier", "cases.escalated.department", "cases.escalated.sla"]
        async let tiles = tiles(ids + ["cases.opened", "cases.resolved"])
        let kpis = ["A1", "A2"]
        async let all = series(kpis + ids)
        async let teams = breakdown(ids, by: .team)
        async let categories = breakdown(ids, by: .category)
        async let reasons = reportTables(["escalations"], on: .escalations)
        let (byTeam, byCategory, overTime) = (try await teams, try await categories, try await all)
        let charts = [
            Charting.lines("escalated", title: "Escalations", overTime.of(ids), note: partialWeeks).html,
            Charting.bars(
                "category-escalated",
                title: "Escalations by category",
                subject: "Category",
                byCategory,
                columns: ids,
                arrangement: .stacked
            ).html,
        ]
        let tables = [table(byTeam, on: .escalations, by: .team), table(byCategory, on: .escalations, by: .category)]
        return TopicPage(
            title: "Escalations",
            lead:
                "Only an escalation to a department uses the budget up; those to a senior, and by the ladder, are counted apart.",
            sections: [
                try await cards(kpis, "The budget", trends: overTime), try await tiles,
                .charts("charts", "Over time and by category", charts),
                .tables("tables", "In numbers, with the reasons", tables + (try await reasons)),
            ]
        )
    }

    func marketplace() async throws -> TopicPage {
        async let cards = cards(["A12", "A13", "A14"], "Targets")
        async let tables = reportTables(["kinds", "outcomes", "stages", "causes"], on: .marketplace)
        let found = try await tables
        let content: HTML =
            "<p class=\"empty\">Nothing of the marketplace's kinds happened in \(view.period.title).</p>"
        return TopicPage(
            title: "Moderation and marketplace",
            lead: "Flags, verifications, suspensions, listings, payments, refunds, disputes and platform issues.",
            sections: [
                try await cards,
                found.isEmpty
                    ? Section(id: "tables", title: "By kind", content: content)
                    : .tables("tables", "By kind", found),
            ]
        )
    }

    func admins() async throws -> TopicPage {
        let columns = [
            "messages.sent", "cases.resolved", "cases.on_first_response", "response.median", "response.within_24h",
            "resolution.mean", "satisfaction.rate", "satisfaction.mean_stars",
        ]
        async let cards = cards(["A15", "A9"], "Targets")
        async let admins = breakdown(columns, by: .admin)
        async let reports = reportTables(
            ["admins", "recognition", "training", "gaming", "communication", "notices"],
            on: .admins,
            titles: ["admins": "By admin: presence, ratings and promises"]
        )
        let byAdmin = try await admins
        let charts = [
            Charting.bars("sent", title: "Messages sent", subject: "Admin", byAdmin, columns: ["messages.sent"]).html,
            Charting.bars(
                "answered",
                title: "Median response time",
                subject: "Admin",
                byAdmin,
                columns: ["response.median"]
            ).html,
        ]
        return TopicPage(
            title: "Admins",
            lead: "Work done and how it was received. Few ratings say little: mind the numbers behind a rate.",
            sections: [
                .tables("tables", "Each admin", [table(byAdmin, on: .admins, by: .admin)] + (try await reports)),
                .charts("charts", "Side by side", charts), try await cards,
            ]
        )
    }
}
