package import Contract

/// Which cases stand behind a figure.
package struct CaseQuestion: Sendable, Hashable {
    /// A KPI's id or a figure's, such as `A7` or `cases.reopened`.
    package var figure: String
    package var period: ReportPeriod
    package var filter: FigureFilter
    /// Of a share, only those that do not count for it: the ones that missed the target.
    package var onlyMissed: Bool
    /// Where the last page ended; nil for the first one.
    package var after: String?
    /// How many a page has at most.
    package var limit: Int

    /// The first page of a figure's cases.
    package init(
        _ figure: String,
        _ period: ReportPeriod,
        _ filter: FigureFilter = FigureFilter(),
        onlyMissed: Bool = false,
        after: String? = nil,
        limit: Int = 50
    ) {
        self.figure = figure
        self.period = period
        self.filter = filter
        self.onlyMissed = onlyMissed
        self.after = after
        self.limit = limit
    }
}

/// Why the cases behind a figure cannot be told.
package enum CaseFault: Error, Sendable, Hashable {
    /// There is no figure of that id.
    case unknownFigure
    /// The figure is of something that belongs to no case.
    case hasNoCases
    /// What speaks against a target was asked for, of a figure for which no case by itself does.
    case judgesNone
    /// What was given for the place after which a page begins never was one.
    case badPlace

    /// What the one who asked is told.
    package var sentence: String {
        switch self {
        case .unknownFigure:
            "there is no such figure: ids are those of a report's figures, such as A7 or cases.reopened"
        case .hasNoCases: "this figure is of something that belongs to no single case"
        case .judgesNone:
            "missed goes with shares, such as A7: of a mean or a number no case by itself speaks against the target"
        case .badPlace: "after is what the page before gave as next"
        }
    }
}

extension Figure {
    /// Whether cases stand behind the figure of an id.
    package static func hasCases(_ id: String) -> Bool {
        id != "A16" && !id.hasPrefix("notices.") && !id.hasPrefix("bottlenecks.")
    }
}

/// Some of the cases behind a figure.
package struct CasePage: Sendable, Hashable {
    /// A case, with what it adds to the figure.
    package struct Row: Sendable, Hashable {
        package let `case`: CaseID
        package let conversation: String
        package let kind: String
        /// When it counted.
        package let at: Instant
        package let team: String?
        package let channel: String?
        package let category: String?
        package let admin: String?
        /// What was measured, in seconds or stars; nil where it is only counted.
        package let value: Double?
        /// Whether it counts for a share; nil for what is none.
        package let counts: Bool?
        /// How many it adds, such as messages of one hour.
        package let n: Int

        /// A case of those parts.
        package init(
            case: CaseID,
            conversation: String,
            kind: String,
            at: Instant,
            team: String?,
            channel: String?,
            category: String?,
            admin: String?,
            value: Double?,
            counts: Bool?,
            n: Int = 1
        ) {
            self.case = `case`
            self.conversation = conversation
            self.kind = kind
            self.at = at
            self.team = team
            self.channel = channel
            self.category = category
            self.admin = admin
            self.value = value
            self.counts = counts
            self.n = n
        }
    }

    package let rows: [Row]
    /// What to ask for the next page with; nil after the last one.
    package let next: String?

    /// A page of those parts.
    package init(rows: [Row], next: String?) {
        self.rows = rows
        self.next = next
    }
}
