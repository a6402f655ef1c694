import Pages
import Testing

/// Which language a page is in.
struct PageLanguageTests {
    @Test(
        arguments: [
            ([], .english), ([nil, nil], .english), (["xx"], .english), (["", "-", "f"], .english), (["fr"], .french),
            ([nil, "fr"], .french), (["xx", nil, "fr-CA"], .french), (["FR_fr"], .french), (["fr;q=0.8"], .french),
            (["en", "fr"], .english), (["fr", "en"], .french), (["fro", "en-ZA"], .english),
            (["de", "fr-BE"], .french),
        ] as [([String?], PageLanguage)]
    )
    func `a page is in the first language that there are words in`(tags: [String?], language: PageLanguage) {
        #expect(PageLanguage(firstOf: tags) == language)
    }

    @Test
    func `a page leads to itself in the other language`() {
        let link = Link("survey", "x", query: [("done", "1")])
        let html = PageLanguage.english.otherwise(at: link).text
        #expect(
            html == "<p><a href=\"/survey/x?done=1&amp;lang=fr\" lang=\"fr\" hreflang=\"fr\">Français</a></p>"
        )
        #expect(PageLanguage.french.otherwise(at: link).text.contains("lang=\"en\" hreflang=\"en\">English<"))
    }
}
