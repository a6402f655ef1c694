import Contract

/// What a case asks of the admin who takes it.
///
/// Waiting cases that need the same stand in one line of the queue, so that whoever becomes free is shown the head of
/// each line, however long the queue is.
struct Needs: Sendable, Hashable {
    var language: String?
    var region: String?
    var skill: String?
    var team: String?
    /// Whether a senior admin is to take it: it is urgent, or was escalated.
    var senior = false
}

extension Needs {
    /// The needs as the column `wants` holds them; no value can contain a tab.
    var text: String {
        let parts = [language ?? "", region ?? "", skill ?? "", team ?? "", senior ? "senior" : ""]
        return parts.joined(separator: "\t")
    }

    /// Needs as ``text`` writes them; the empty text asks for nothing.
    init(text: String) {
        let parts = text.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        func part(_ index: Int) -> String? {
            parts.indices.contains(index) && !parts[index].isEmpty ? parts[index] : nil
        }
        self.init(
            language: part(0),
            region: part(1),
            skill: part(2),
            team: part(3),
            senior: part(4) != nil
        )
    }
}
