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
    /// Who wrote it; nil where that is not known.
    package let user: String?

    /// A remark of those parts.
    package init(_ text: String, _ sort: Sort, category: String, by user: String? = nil) {
        self.text = text
        self.sort = sort
        self.category = category
        self.user = user
    }

    /// The remarks of one answer: its comment, which its rating makes praise or complaint, and its suggestion.
    package static func all(
        comment: String?,
        suggestion: String?,
        band: Rating.Band?,
        category: String?,
        by user: String?
    ) -> [Remark] {
        var comments: [Remark] = []
        let category = category ?? ""
        if let comment, !comment.isEmpty {
            comments.append(Remark(comment, band == .positive ? .praise : .complaint, category: category, by: user))
        }
        if let suggestion, !suggestion.isEmpty {
            comments.append(Remark(suggestion, .suggestion, category: category, by: user))
        }
        return comments
    }
}
