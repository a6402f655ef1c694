import Mustache

/// Reads `templates`.
enum TemplatesReader {
    private static let fallback = "fallback"

    static func read(_ entry: Entry, _ faults: inout FaultList) -> TemplateShelf? {
        guard var members = Members(entry, like: "{ fallback: [en], received: { texts: {} } }", &faults) else {
            faults.giveUp(.template)
            return nil
        }
        var shelf = TemplateShelf()
        members.read(fallback, into: &shelf.fallback, &faults) { entry, faults in
            if entry.isEmptyList { faults.add("at least one language is needed", at: entry.place) }
            return entry.languages(&faults)
        }
        var places: [Name<Template>: Place] = [:]
        for (key, member) in members.rest() {
            faults.declare(.template, key, at: member.place)
            guard NameShape.accepts(key) else {
                faults.add(NameShape.expectation, at: member.place)
                continue
            }
            shelf.all[Name(key)] = template(Name(key), member, shelf.fallback, &faults)
            places[Name(key)] = member.place
        }
        var expansion = MustacheExpansion(shelf)
        expansion.check(places, &faults)
        return shelf
    }

    private static func template(
        _ name: Name<Template>,
        _ entry: Entry,
        _ fallback: [Language],
        _ faults: inout FaultList
    ) -> Template? {
        guard var members = Members(entry, like: "{ texts: { en: Hello {{user_name}} } }", &faults) else { return nil }
        var template = Template(name: name)
        template.variables = TemplateVariables.all
        members.read("variables", into: &template.variables, &faults, variables)
        if let texts = members.need("texts", &faults) {
            let allowed = template.variables
            template.texts = texts.localized(&faults) { text($0, allowed, &$1) } ?? template.texts
            if !fallback.contains(where: { template.texts.values[$0] != nil }), texts.isMapping {
                let languages = WordList.one(of: fallback.map(\.rawValue))
                faults.add("a text in \(languages) is needed, for readers of other languages", at: texts.place)
            }
        }
        members.close(&faults)
        return template
    }

    private static func variables(_ entry: Entry, _ faults: inout FaultList) -> Set<String>? {
        let expectation =
            "one of the variables that templates can have is allowed: "
            + TemplateVariables.all.sorted().joined(separator: ", ")
        let variables = entry.list("a list of variables is allowed", &faults) { element, faults in
            element.text(expectation, &faults, where: TemplateVariables.all.contains)
        }
        return entry.distinct(variables, &faults).map { Set($0) }
    }

    private static func text(
        _ entry: Entry,
        _ allowed: Set<String>,
        _ faults: inout FaultList
    ) -> Template.Text? {
        if entry.scalar != nil { return mustache(entry, allowed, &faults).map { Template.Text(text: $0) } }
        guard var members = Members(entry, like: "{ subject: Your case, text: Hello }", &faults) else { return nil }
        var text = Template.Text(text: "")
        if let body = members.need("text", &faults) { text.text = mustache(body, allowed, &faults) ?? "" }
        members.read("subject", into: &text.subject, &faults) { mustache($0, allowed, &$1) }
        members.read("html", into: &text.html, &faults) { mustache($0, allowed, isHTML: true, &$1) }
        members.close(&faults)
        return text
    }

    /// A text whose tags are whole and name allowed variables only.
    private static func mustache(
        _ entry: Entry,
        _ allowed: Set<String>,
        isHTML: Bool = false,
        _ faults: inout FaultList
    ) -> String? {
        guard let text = entry.phrase(atMost: 65_536, &faults) else { return nil }
        do throws(MustacheTags.Malformed) {
            var isInside = 0
            for tag in try MustacheTags.of(text) {
                switch tag {
                case .opening(let name):
                    check(name, allowed, isInside > 0, entry.place, &faults)
                    isInside += 1
                case .closing: isInside -= 1
                case .variable(let name): check(name, allowed, isInside > 0, entry.place, &faults)
                case .unescaped(let name):
                    check(name, allowed, isInside > 0, entry.place, &faults)
                    if isHTML {
                        let message = "in HTML {{\(name)}} is allowed, so that what people write stays text"
                        faults.add(message, at: entry.place)
                    }
                case .partial(let name): faults.refer(to: .template, name, at: entry.place)
                case .comment: break
                }
            }
            try compile(text)
        } catch {
            faults.add("not Mustache: \(error.message)", at: entry.place)
        }
        return text
    }

    /// What will render the text has the last word on it.
    private static func compile(_ text: String) throws(MustacheTags.Malformed) {
        do {
            _ = try MustacheTemplate(string: text)
        } catch {
            throw MustacheTags.Malformed(message: "it cannot be rendered")
        }
    }

    /// Inside a section a name may be one of the section's own, written with a point first or after its name.
    private static func check(
        _ name: String,
        _ allowed: Set<String>,
        _ isInside: Bool,
        _ place: Place,
        _ faults: inout FaultList
    ) {
        let first = name.prefix { $0 != "." }
        if first.isEmpty, isInside || allowed.contains(".") { return }
        if allowed.contains(String(first)) { return }
        let names = allowed.sorted().joined(separator: ", ")
        faults.add("the variable \(name) is not among those of the template: \(names)", at: place)
    }
}
