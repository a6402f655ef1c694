import Contract

/// What a case asks of the admin who takes it.
///
/// Waiting cases that need the same stand in one line of the queue, so that whoever becomes free is shown the head of
/// each line, however long the queue is.
struct Needs: Sendable, Hashable {
    var language: String?
    var region: String?
    /// What the admin must know; all of it.
    var skills: Set<String> = []
    var team: WantedTeam?
    /// Whether a senior admin goes before another who suits as well: the case is urgent, or was escalated.
    var senior = false
}

/// The team that a case is to go to.
struct WantedTeam: Sendable, Hashable {
    /// Who says so.
    enum Claim: String, Sendable {
        /// The policy, for the kind or category: others may have the case when nobody of the team comes.
        case usual
        /// The policy, for the tier: the same, and the team has such cases whatever they are about.
        case dedicated
        /// An admin or an escalation: nobody else may have the case, and the team has it whatever it is about.
        case named
    }

    let name: String
    var claim = Claim.usual
}

extension Needs {
    /// The needs as the column `wants` holds them; no value can contain a tab, and no skill a comma.
    var text: String {
        let parts = [
            language ?? "", region ?? "", skills.sorted().joined(separator: ","), team?.name ?? "",
            senior ? "senior" : "", team.map { $0.claim == .usual ? "" : $0.claim.rawValue } ?? "",
        ]
        return parts.joined(separator: "\t")
    }

    /// Needs as ``text`` writes them; the empty text asks for nothing.
    init(text: String) {
        let parts = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        func part(_ index: Int) -> String? {
            parts.indices.contains(index) && !parts[index].isEmpty ? parts[index] : nil
        }
        // The version before knew only teams that were named, and did not write who says so.
        let claim = parts.count > 5 ? part(5).flatMap(WantedTeam.Claim.init) ?? .usual : .named
        self.init(
            language: part(0),
            region: part(1),
            skills: Set(part(2)?.split(separator: ",").map(String.init) ?? []),
            team: part(3).map { WantedTeam(name: $0, claim: claim) },
            senior: part(4) != nil
        )
    }
}
