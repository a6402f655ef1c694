import Yams

/// One thing that another policy says differently.
package struct PolicyChange: Sendable, Hashable, CustomStringConvertible {
    /// What happens to a thing that has a name.
    package enum Effect: Sendable, Hashable {
        case added, changed, removed
    }

    /// The top-level key under which it stands.
    package let section: String
    /// The name of the thing in its section, such as a team's; nil for a value of the section itself.
    package let name: String?
    /// Where it stands, such as `teams.payments.capacity`.
    package let path: String
    /// What happens to the thing `name`.
    package let effect: Effect
    /// What changes, as a sentence without its end.
    package let description: String
}

/// All that changes when one policy follows another, in the order of the sections.
package struct PolicyComparison: Sendable, Hashable {
    /// The changes.
    package let changes: [PolicyChange]

    /// Compares two files' texts; both have been checked.
    ///
    /// Nil stands for no policy at all.
    /// The files that they name are given by their paths.
    package init(
        from old: String?,
        to new: String,
        oldFiles: [String: String] = [:],
        newFiles: [String: String] = [:]
    ) throws(PolicyFaults) {
        var faults = FaultList()
        let before = old.flatMap { DocumentReader.root(of: $0, &faults) }
        let after = DocumentReader.root(of: new, &faults)
        guard faults.isEmpty, let after else { throw PolicyFaults(faults.sorted) }
        var finder = ChangeFinder()
        finder.compare(before ?? Entry(.mapping([:]), path: ""), after, FileComparison(oldFiles, newFiles))
        changes = finder.changes
    }

    /// The changes of a section.
    package func changes(in section: String) -> [PolicyChange] {
        changes.filter { $0.section == section }
    }

    /// The things of a section to which that happens, by their names.
    package func names(in section: String, _ effects: Set<PolicyChange.Effect>) -> [String] {
        var names: [String] = []
        for change in changes where change.section == section && effects.contains(change.effect) {
            if let name = change.name, !names.contains(name) { names.append(name) }
        }
        return names
    }
}
