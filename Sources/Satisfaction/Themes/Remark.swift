/// What somebody wrote beside a rating.
package struct Remark: Sendable, Hashable {
    /// What sort of remark it is.
    package enum Sort: String, Sendable, Hashable, CaseIterable {
        /// Beside a neutral or negative rating, or none.
        case complaint
        /// An answer to what could be better.
        case suggestion
        /// Beside a positive rating.
        case praise
    }

    /// The words.
    package let text: String
    /// What sort of remark it is.
    package let sort: Sort
    /// The category of the case.
    package let category: String

    /// A remark of those parts.
    package init(_ text: String, _ sort: Sort, category: String) {
        self.text = text
        self.sort = sort
        self.category = category
    }

    /// The remarks of one answer: its comment, which its rating makes praise or complaint, and its suggestion.
    package static func all(comment: String?, suggestion: String?, band: Rating.Band?, category: String?) -> [Remark] {
        var comments: [Remark] = []
        let category = category ?? ""
        if let comment, !comment.isEmpty {
            comments.append(Remark(comment, band == .positive ? .praise : .complaint, category: category))
        }
        if let suggestion, !suggestion.isEmpty {
            comments.append(Remark(suggestion, .suggestion, category: category))
        }
        return comments
    }
}
