import BusinessTime
import Figures
import Hummingbird
import Pages

/// Why an address leads to no page: what the person is told, and where to go from there.
struct PageFault: Error {
    let status: HTTPResponse.Status
    let title: String
    let sentence: String
    /// Where to go, by what it is called.
    var ways: [(name: String, link: Link)] = []

    /// There is no such thing.
    static func notFound(_ sentence: String, ways: [(name: String, link: Link)] = []) -> PageFault {
        PageFault(status: .notFound, title: "Not found", sentence: sentence, ways: ways)
    }

    /// The address says something that means nothing.
    static func badAddress(_ sentence: String, ways: [(name: String, link: Link)] = []) -> PageFault {
        PageFault(status: .badRequest, title: "This address means nothing", sentence: sentence, ways: ways)
    }

    /// A period that there is none of, on a page that has one.
    static func unknownPeriod(_ asked: String, on place: Frame.Place?, current: ReportPeriod) -> PageFault {
        var link = (place ?? .overview).link
        link.query = View(current).query
        let kinds = [ReportPeriod.Kind.monthly, .quarterly, .weekly, .day]
        let forms = kinds.map { ReportPeriod($0, containing: current.first).description }
        let shown = asked.count > 80 ? asked.prefix(80) + "…" : asked[...]
        return .badAddress(
            "There is no period “\(shown)”: a period is written as \(forms.joined(separator: ", ")).",
            ways: [("\((place ?? .overview).name) of \(current.title)", link)]
        )
    }

    /// A filter that names what there is not.
    static func unknownValue(_ value: UnknownValue, on place: Frame.Place?, _ view: View) -> PageFault {
        var (bare, rest) = (view, (place ?? .overview).link)
        bare.filter[value.dimension] = nil
        rest.query = View(bare.period, bare.filter).query
        return .badAddress(sentence(value.sentence), ways: [("\((place ?? .overview).name) without this filter", rest)])
    }

    /// What cannot be answered about cases.
    init(_ fault: CaseFault) {
        let sentence = Self.sentence(fault.sentence)
        switch fault {
        case .unknownFigure, .hasNoCases: self = .notFound(sentence)
        case .judgesNone: self = .badAddress(sentence)
        case .badPlace: self = .badAddress("This page of the list is unknown: begin with its first one.")
        }
    }

    private init(status: HTTPResponse.Status, title: String, sentence: String, ways: [(name: String, link: Link)]) {
        self.status = status
        self.title = title
        self.sentence = sentence
        self.ways = ways
    }

    /// A sentence of its own, with a capital and an end.
    static func sentence(_ words: String) -> String { words.prefix(1).uppercased() + words.dropFirst() + "." }

    /// What stands in the page.
    var content: HTML {
        let usual: [(name: String, link: Link)] = [("The overview", Link()), ("The reports", Link("reports"))]
        let items: [HTML] = (ways + usual).map { "<li><a href=\"\($0.link)\">\($0.name)</a></li>\n" }
        return """
            <p class="notice bad" role="alert">\(sentence)</p>
            <nav aria-label="Where to go from here"><ul class="plain-list">
            \(items)</ul></nav>

            """
    }
}
