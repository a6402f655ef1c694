import Pages

/// What a person sees in place of a page that could not be made.
enum FaultPage {
    static func page(_ sentence: String) -> Page {
        Page(
            title: "Not now",
            content: """
                <h1>This page could not be made</h1>
                <p class="notice bad" role="alert">\(sentence)</p>
                <p><a href="\(Link())">To the overview</a></p>
                """,
            style: "narrow"
        )
    }
}
