import Contract
import Policy
import Templates

/// The policy as far as it is about notices, made ready once for each of its versions.
final class NoticeRules: Sendable {
    let document: Policy.Document
    /// The addresses that reports go to, with the language in which they do.
    private let reportReaders: [String: Language?]
    /// What the articles of the knowledge base are called.
    private let articleTitles: [String: Localized<String>]
    private let renderer: TemplateRenderer
    /// The templates that are built in: the program's own words.
    private static let own: (notices: NoticePolicy, renderer: TemplateRenderer)? = {
        guard let document = try? Policy.Document(yaml: DefaultPolicy.yaml, files: DefaultPolicy.files) else {
            return nil
        }
        return (document.notices, TemplateRenderer(document.templates))
    }()

    /// The rules of that policy.
    init(_ document: Policy.Document) {
        self.document = document
        let schedules = document.report.schedules.sorted { $0.key < $1.key }.map(\.value)
        reportReaders = Dictionary(
            schedules.flatMap { schedule in schedule.to.map { ($0, schedule.language) } },
            uniquingKeysWith: { $0 ?? $1 }
        )
        var titles: [String: Localized<String>] = [:]
        for article in document.articles {
            titles[article.name.rawValue, default: Localized()].values[article.language] = article.title
        }
        articleTitles = titles
        renderer = TemplateRenderer(document.templates)
    }

    var notices: NoticePolicy { document.notices }

    /// How a notice goes out.
    func terms(_ kind: NoticeKind) -> NoticeTerms {
        switch kind {
        case .user(let notice): notices.user[notice] ?? NoticeTerms()
        case .admin(let notice): notices.admin[notice] ?? NoticeTerms()
        }
    }

    /// Whether a notice goes out by e-mail to who has unsubscribed too.
    func isEssential(_ kind: NoticeKind) -> Bool { terms(kind).isEssential ?? kind.isEssential }

    /// What a text of the policy says to a reader of the language; nil if it says nothing.
    func said(_ texts: Localized<String>?, to language: Language?) -> String? {
        texts?.value(for: language, fallback: document.templates.fallback)
    }

    /// What an article is called; nil for one that the knowledge base does not have.
    func title(ofArticle name: String, for language: Language?) -> String? {
        said(articleTitles[name], to: language)
    }

    /// The language in which this program says its own part to a reader of the language.
    func spoken(_ language: Language?) -> Language {
        let wanted = ([language].compactMap(\.self) + document.templates.fallback).flatMap(\.ranges)
        return wanted.first { ["en", "fr"].contains($0.rawValue) } ?? .english
    }

    /// The channels that are tried for a person, in order: those of the notice, the person's, or the policy's.
    func channels(_ kind: NoticeKind, _ person: Person) -> [NoticeChannel] {
        if let channels = terms(kind).channels { return channels }
        if let channels = person.channels, !channels.isEmpty { return channels }
        return kind.audience == .user ? notices.userChannels : notices.adminChannels
    }

    /// The person with what the policy says of a team or department that has an address of its own, or of an address that
    /// reports go to.
    func completed(_ person: Person) -> Person {
        guard !person.isKnown, person.key.recipient.audience == .admin else { return person }
        let id = person.key.recipient.id
        var person = person
        person.email =
            document.departments[Name(id)]?.email ?? document.teams[Name(id)]?.email
            ?? (reportReaders.keys.contains(id) ? id : nil)
        person.language = reportReaders[id] ?? nil
        person.calendar = document.departments[Name(id)]?.calendar?.rawValue
        return person
    }

    /// The teams whose admins are told what is for that team or department.
    func teams(behind name: String) -> Set<String> {
        Set([name, document.departments[Name(name)]?.team?.rawValue].compactMap(\.self))
    }

    /// Whether the team or department has an address of its own.
    func hasAddress(_ name: String) -> Bool {
        (document.departments[Name(name)]?.email ?? document.teams[Name(name)]?.email) != nil
    }

    /// The clock on a person's wall: their own zone, their calendar's or team's, or the reports'.
    ///
    /// A calendar that the policy does not have leaves the team's, as it does for who is on shift.
    func time(of person: Person) -> LocalTime {
        if let zone = person.timezone { return LocalTime(zone: zone) }
        let own = person.calendar.flatMap { document.calendars[Name($0)] }
        let ofTeam = person.team.flatMap { document.teams[Name($0)]?.calendar }.flatMap { document.calendars[$0] }
        return LocalTime(zone: (own ?? ofTeam)?.zone ?? document.report.zone)
    }

    /// What a template of the policy says; nil for one that the policy does not have or that cannot be rendered.
    func rendered(
        _ name: Name<Template>,
        for language: Language?,
        _ values: TemplateValues
    ) -> RenderedTemplate? {
        renderer.render(name, for: language, values, withHTML: true)
    }

    /// What a notice says to a reader of the language; HTML only where it is asked for.
    ///
    /// Where the policy's template cannot be rendered, or there is none, it is the program's own words. The values are asked
    /// for with the names of those that the template uses, nil for all.
    func text(
        _ kind: NoticeKind,
        _ caseKind: CaseKind?,
        for language: Language?,
        withHTML: Bool,
        _ values: (Set<String>?) -> TemplateValues
    ) -> NoticeText? {
        let terms = terms(kind)
        let template = caseKind.flatMap { terms.kinds[$0] } ?? terms.template
        if let template,
            let text = renderer.render(
                template,
                for: language,
                values(renderer.variables(of: template)),
                withHTML: withHTML
            )
        {
            return NoticeText(text, withHTML: withHTML)
        }
        guard let own = Self.own else { return nil }
        let ownTerms: NoticeTerms? =
            switch kind {
            case .user(let notice): own.notices.user[notice]
            case .admin(let notice): own.notices.admin[notice]
            }
        guard let template = ownTerms?.template else { return nil }
        return own.renderer.render(template, for: language, values(nil), withHTML: withHTML)
            .map { NoticeText($0, withHTML: withHTML) }
    }
}
