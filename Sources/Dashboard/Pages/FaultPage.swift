import Pages

/// What a person sees in place of a page that could not be made, where not even its frame can be.
enum FaultPage {
    static func page(_ title: String, _ sentence: String) -> Page {
        Page(
            title: title,
            content: """
                <h1>\(title)</h1>
                <p class="notice bad" role="alert">\(sentence)</p>
                <p><a href="\(Link())">To the overview</a></p>
                """,
            style: "narrow"
        )
    }
}
