import Testing

@testable import Pages

@Suite struct HTMLTests {
    @Test(arguments: [
        ("plain", "plain"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("\" onload=\"x", "&quot; onload=&quot;x"),
        ("it's & that's", "it&#39;s &amp; that&#39;s"),
        ("é 日本 🎉 ‮", "é 日本 🎉 ‮"),
        ("tab\tline\n", "tab\tline\n"),
        ("nul\u{0} escape\u{1B} delete\u{7F}", "nul\u{FFFD} escape\u{FFFD} delete\u{FFFD}"),
    ])
    func `interpolated text is escaped`(text: String, expected: String) {
        let markup: HTML = "<p title=\"\(text)\">\(text[...])</p>"
        #expect(markup.text == "<p title=\"\(expected)\">\(expected)</p>")
        #expect(HTML(escaping: text).text == expected)
    }

    @Test func `interpolated markup stays markup, and lists of it are joined`() {
        let parts: [HTML] = ["a", "<b>", "\("<c>")"]
        let items: [HTML] = parts.map { "<li>\($0)</li>" }
        let nothing: HTML? = nil
        let list: HTML = "<ul>\(items)</ul>\(nothing)\(7)"
        #expect(list.text == "<ul><li>a</li><li><b></li><li>&lt;c&gt;</li></ul>7")
        #expect((["1", "2"] as [HTML]).joined(separator: ", ").text == "1, 2")
    }

    @Test(arguments: [(true, "&lt;b&gt;"), (false, "")])
    func `text that is chosen in an interpolation is escaped too`(isBold: Bool, expected: String) {
        #expect(("\(isBold ? "<b>" : "")" as HTML).text == expected)
    }

    @Test func `markup without its tags keeps its escapes`() {
        #expect(("<a href=\"\(Link("x"))\">\("R&D")</a> <b>now</b>" as HTML).withoutTags.text == "R&amp;D now")
    }

    @Test(arguments: [
        (Link(), "/"),
        (Link("cases"), "/cases"),
        (Link("reports", "2026-W06"), "/reports/2026-W06"),
        (Link("a/b", "..", ".", "", "ü?#"), "/a%2Fb/%C3%BC%3F%23"),
        (Link("cases", query: [("kpi", "A1"), ("team", "R&D team")]), "/cases?kpi=A1&team=R%26D%20team"),
        (Link("//evil.example"), "/%2F%2Fevil.example"),
        (Link("javascript:alert(1)"), "/javascript%3Aalert%281%29"),
    ])
    func `a link leads to this site whatever its parts are`(link: Link, text: String) {
        #expect(link.text == text)
    }

    @Test func `a parameter of a link can be replaced and left out`() {
        let link = Link("cases", query: [("team", "a"), ("page", "2")])
        #expect(link.with("team", "b").text == "/cases?page=2&team=b")
        #expect(link.with("page", nil).text == "/cases?team=a")
        #expect(link["team"] == "a")
        #expect(link["channel"] == nil)
    }

    @Test func `a form's fields are read in order, and what is malformed is left out`() {
        let fields = PercentCode.fields("a=1+2&b=%26%3D&a=3&c&=x&d=%zz&e=%f&f=%C3")
        #expect(fields.map(\.name) == ["a", "b", "a", "c"])
        #expect(fields.map(\.value) == ["1 2", "&=", "3", ""])
    }
}
