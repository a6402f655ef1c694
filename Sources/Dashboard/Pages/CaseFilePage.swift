import Contract
import Figures
import Pages

/// One case: the last step of every drill-down.
struct CaseFilePage {
    let file: CaseFile
    let view: View
    let zone: ReportZone

    static let path = "case"

    /// The way to a case.
    static func link(_ id: String, _ view: View) -> Link {
        var link = Link(path)
        link.query = [(name: "id", value: id)] + View(view.period, view.filter).query
        return link
    }

    /// The case that an address names.
    static func id(_ query: [(name: String, value: String)]) throws(PageFault) -> String {
        guard let id = query.first(where: { $0.name == "id" && !$0.value.isEmpty })?.value else {
            throw .badAddress("The address names no case; the lists of cases behind the figures lead to each.")
        }
        guard id.utf8.count <= 400, id.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
            throw .notFound("There is no such case.")
        }
        return id
    }

    var title: String { "Case \(file.id)" }

    var lead: String {
        let broken = file.clocks.count { $0.state == "breached" && $0.promise != nil }
        let kept = file.clocks.count { $0.state == "met" && $0.promise != nil }
        return "Opened \(ClockTime.text(file.openedAt, zone)); promises kept: \(kept), broken: \(broken)."
    }

    var content: HTML {
        let facts: [HTML] = file.facts.map { name, value in
            let isName = ["Conversation", "Admin", "User", "Follows"].contains(name)
            return "<div class=\"tile\"><dt>\(name)</dt><dd>\(isName ? value : FigureNames.plain(value))</dd></div>\n"
        }
        return """
            <section class="card apart" aria-label="What it is"><dl class="tiles">
            \(facts)</dl></section>
            <div class="tables">
            <div class="card">\(history.html)</div>
            <div class="card">\(clocks.html)</div>
            <div class="card">\(notices.html)</div>
            </div>
            <p class="soft">Its clocks, segment by segment: <code>saypro explain \(file.id)</code>. What was written is not \
            shown here.</p>

            """
    }

    private var history: DataTable {
        var known: [Substring: Substring] = [:]
        return DataTable(
            caption: "What happened",
            columns: [.init("When"), .init("What"), .init("By"), .init("Why"), .init("What is new")],
            rows: file.steps.map { step in
                // What an earlier step said already stands there.
                let fresh = step.facts.map(Self.parts(of:)).filter {
                    known.updateValue($0.value, forKey: $0.name) != $0.value
                }
                let name = step.type.split(separator: ".").last.map(FigureNames.plain) ?? step.type
                return [
                    "\(ClockTime.text(step.time, zone))", "\(name)", "\(step.actor.replacing(":", with: " "))",
                    "\(step.reason.map(FigureNames.plain) ?? FigureWords.nothing)",
                    "<span class=\"soft facts\">\(fresh.map { words($0.name, $0.value) }.joined(separator: " · "))</span>",
                ]
            },
            empty: "Its history has been let go."
        )
    }

    private static func parts(of fact: String) -> (name: Substring, value: Substring) {
        let end = fact.firstIndex(of: " ") ?? fact.endIndex
        return (fact[..<end], fact[end...].dropFirst())
    }

    /// A fact as it is read: without the marks of a code, and a time in the reports' zone.
    private func words(_ name: Substring, _ value: Substring) -> String {
        let name = name.replacing("_", with: " ")
        if let time = Instant(rfc3339: String(value)) { return "\(name) \(ClockTime.text(time, zone))" }
        let isName = ["admin", "assignee", "former assignee", "former owner", "article", "template"].contains(name)
        return "\(name) \(isName ? value : value.replacing("_", with: " "))"
    }

    private var clocks: DataTable {
        DataTable(
            caption: "Promises and clocks",
            columns: [
                .init("Clock"), .init("Promise"), .init("State"), .init("Started"), .init("Due"), .init("Stopped"),
                .init("Took", isNumber: true), .init("In its hours", isNumber: true), .init("Why it stopped"),
            ],
            rows: file.clocks.map { clock in
                [
                    "\(FigureNames.plain(clock.metric))",
                    "\(clock.promise.map(FigureNames.plain) ?? FigureWords.nothing)", Self.badge(clock),
                    "\(ClockTime.text(clock.startedAt, zone))", "\(time(clock.dueAt))", "\(time(clock.stoppedAt))",
                    "\(FigureWords.text(clock.elapsed, .seconds))", "\(FigureWords.text(clock.working, .seconds))",
                    "\(clock.reason.map(FigureNames.plain) ?? FigureWords.nothing)",
                ]
            },
            empty: "Nothing is measured of it."
        )
    }

    private var notices: DataTable {
        DataTable(
            caption: "Who heard of it",
            columns: [
                .init("Notice"), .init("To"), .init("By"), .init("State"), .init("Why"), .init("Queued"), .init("Sent"),
            ],
            rows: file.notices.map { notice in
                [
                    "\(FigureNames.plain(notice.type))", "\(notice.recipient)", "\(FigureNames.plain(notice.channel))",
                    "\(FigureNames.plain(notice.state))", "\(FigureNames.plain(notice.reason))",
                    "\(ClockTime.text(notice.queuedAt, zone))", "\(time(notice.sentAt))",
                ]
            },
            empty: "Nobody was told."
        )
    }

    private func time(_ instant: Instant?) -> String {
        instant.map { ClockTime.text($0, zone) } ?? FigureWords.nothing
    }

    /// The state in a word and a sign, never in a colour alone.
    private static func badge(_ clock: CaseFile.Clock) -> HTML {
        switch clock.state {
        case "met": "<span class=\"badge met\"><span aria-hidden=\"true\">✓</span> met</span>"
        case "breached": "<span class=\"badge missed\"><span aria-hidden=\"true\">✗</span> broken</span>"
        default: "<span class=\"badge\">\(clock.state)</span>"
        }
    }
}
