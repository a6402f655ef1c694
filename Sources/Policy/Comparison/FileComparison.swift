/// What is different in the files beside two policies: holidays that come and go, and articles.
struct FileComparison {
    private let old: [String: String]
    private let new: [String: String]

    init(_ old: [String: String], _ new: [String: String]) {
        self.old = old
        self.new = new
    }

    /// The changes that belong to a section of the policy, by the files' paths.
    func changes(in section: String) -> [PolicyChange] {
        let paths = Set(old.keys).union(new.keys).filter { self.section(of: $0) == section }
        return paths.sorted().compactMap { path in
            let before = old[path]
            let after = new[path]
            guard before != after, let words = words(path, before, after) else { return nil }
            return PolicyChange(
                section: section,
                name: nil,
                path: path,
                effect: before == nil ? .added : after == nil ? .removed : .changed,
                description: "\(path) \(words)"
            )
        }
    }

    private func section(of path: String) -> String {
        path.hasSuffix(Article.suffix) ? "knowledge" : "calendars"
    }

    private func words(_ path: String, _ before: String?, _ after: String?) -> String? {
        path.hasSuffix(Article.suffix) ? article(path, before, after) : holidays(path, before, after)
    }

    private func article(_ path: String, _ before: String?, _ after: String?) -> String? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        var faults = FaultList()
        let old = before.flatMap { ArticleReader.read($0, name: name, path: path, &faults) }
        let new = after.flatMap { ArticleReader.read($0, name: name, path: path, &faults) }
        guard let new else { return "goes" }
        guard let old else { return "is new: \(new.title)" }
        let parts = [
            old.title == new.title ? nil : "title",
            old.category == new.category ? nil : "category",
            old.questions == new.questions ? nil : "questions",
            old.keywords == new.keywords ? nil : "keywords",
            old.body == new.body ? nil : "answer",
        ]
        let changed = parts.compactMap(\.self)
        return changed.isEmpty ? nil : "changes in its \(changed.joined(separator: ", "))"
    }

    private func holidays(_ path: String, _ before: String?, _ after: String?) -> String? {
        let old = dates(path, before)
        let new = dates(path, after)
        let parts = [
            Self.told("gains", new.subtracting(old)),
            Self.told("loses", old.subtracting(new)),
        ]
        let changed = parts.compactMap(\.self)
        return changed.isEmpty ? nil : changed.joined(separator: " and ")
    }

    private func dates(_ path: String, _ text: String?) -> Set<String> {
        guard let text else { return [] }
        var faults = FaultList()
        return Set(HolidayFile(text, name: path, &faults).definitions.map { "\($0.date) \($0.title ?? "")" })
    }

    private static func told(_ verb: String, _ holidays: Set<String>) -> String? {
        guard !holidays.isEmpty else { return nil }
        let shown = holidays.sorted().prefix(5).joined(separator: ", ")
        let more = holidays.count > 5 ? " and \(holidays.count - 5) more" : ""
        return "\(verb) \(holidays.count == 1 ? "the holiday" : "\(holidays.count) holidays:") \(shown)\(more)"
    }
}

extension HolidayDefinition.Date: CustomStringConvertible {
    package var description: String {
        switch self {
        case .once(let year, let month, let day): "\(year)-\(Self.two(month))-\(Self.two(day))"
        case .yearly(let month, let day): "\(Self.two(month))-\(Self.two(day))"
        }
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
