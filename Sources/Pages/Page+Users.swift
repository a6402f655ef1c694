extension Page {
    /// A page for users: one column in their language, with a way to the other languages where it has an address.
    package init(
        _ title: String,
        in language: PageLanguage,
        _ content: HTML,
        otherwiseAt link: Link? = nil,
        words: Words
    ) {
        let other = link.map { language.otherwise(at: $0) } ?? HTML()
        self.init(
            title: title,
            language: language.rawValue,
            content: "\(content)\n\(other)",
            style: "narrow",
            words: words
        )
    }
}
