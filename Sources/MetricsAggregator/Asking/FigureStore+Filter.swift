import BusinessTime
package import Figures
import Policy
import Postgres

extension FigureStore {
    /// Sees to it that there is what a filter names: by the policy, the directory of admins, or figures of any time, since
    /// a team of last year still has its own.
    package func check(_ filter: FigureFilter) async throws {
        // What no name can have, and the database would not take.
        for (dimension, value) in filter.list where value.unicodeScalars.contains(where: { $0.value < 0x20 }) {
            throw UnknownValue(dimension, "", known: try await counted(dimension))
        }
        for dimension in [Dimension.team, .channel, .category, .admin] {
            guard let value = filter[dimension] else { continue }
            var known = try await named(dimension, value)
            if known.contains(value) { continue }
            known.formUnion(try await counted(dimension))
            guard known.contains(value) else { throw UnknownValue(dimension, value, known: known) }
        }
    }

    /// What the policy names; of admins, whom the directory does not keep in the policy, the first ones and the one asked for.
    private func named(_ dimension: Dimension, _ value: String) async throws -> Set<String> {
        switch dimension {
        case .team: return Set(document.teams.keys.map(\.rawValue))
        case .category: return Set(document.categories.names.map(\.rawValue))
        case .channel: return Set(Channel.allCases.map(\.rawValue))
        case .admin:
            let rows = try await reader.rows(of: [
                Statement(
                    """
                    (SELECT admin FROM api.admins WHERE admin = $1)
                    UNION (SELECT admin FROM api.admins ORDER BY admin LIMIT 200)
                    """,
                    .text(value)
                )
            ])
            return Set(rows[0].map { $0.text(0) })
        case .language, .campaign: return []
        }
    }

    /// What figures of any time are told apart by.
    private func counted(_ dimension: Dimension) async throws -> [String] {
        let days = 0..<reportZone.date(at: now()).day + 1
        var select = SelectSums(measures: [.received, .sent, .resolved], days: days, zone: reportZone)
        select.group = .dimension(dimension)
        select.byLabel = false
        return Sums.groups(try await reader.snapshot([select.statement])[...]).keys.filter { !$0.isEmpty }
    }
}
