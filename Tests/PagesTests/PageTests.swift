import Foundation
import FoundationXML
import Testing

@testable import Pages

@Suite struct PageTests {
    @Test func `a page names its language, its title and its stylesheet, and nothing of another host`() {
        let page = Page(title: "Rate <us>", language: "fr", content: "<h1>Bonjour</h1>", style: "narrow").html.text
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"fr\">"))
        #expect(page.contains("<title>Rate &lt;us&gt; · SayPro Messaging</title>"))
        #expect(page.contains("href=\"\(Asset.stylesheet.link.text)\""))
        #expect(page.contains("<a class=\"skip\" href=\"#content\">"))
        #expect(!page.contains("//"))
        #expect(!page.contains("style=\""))
        #expect(throws: Never.self) { try XMLDocument(xmlString: page, options: []) }
    }

    @Test func `the stylesheet loads nothing and its name follows its content`() {
        let text = String(decoding: Asset.stylesheet.content, as: UTF8.self)
        #expect(!text.contains("url(") && !text.contains("@import"))
        #expect(text.contains("prefers-color-scheme: dark") && text.contains("@media print"))
        let one = Asset("a.js", mediaType: "text/javascript", content: [1])
        let other = Asset("a.js", mediaType: "text/javascript", content: [2])
        #expect(one.link != other.link)
        #expect(one.link.text.hasPrefix("/assets/a-") && one.link.text.hasSuffix(".js"))
    }

    @Test func `a table has a caption, scopes, and a name for its scrolling region`() throws {
        let table = DataTable(
            caption: "\("Teams &") <i>cases</i>",
            columns: [.init("Team"), .init("Cases", isNumber: true, order: .descending)],
            rows: [["first_line", "\(12)"], ["\("<b>")", "3"]]
        )
        let document = try XMLDocument(xmlString: "<!DOCTYPE html><body>\(table.html.text)</body>", options: [])
        #expect(try document.nodes(forXPath: "//caption").map(\.stringValue) == ["Teams & cases"])
        #expect(try document.nodes(forXPath: "//th[@scope='col']").count == 2)
        #expect(try document.nodes(forXPath: "//th[@scope='row']").map(\.stringValue) == ["first_line", "<b>"])
        #expect(try document.nodes(forXPath: "//th[@aria-sort='descending']").count == 1)
        #expect(try document.nodes(forXPath: "//td[@class='number']").map(\.stringValue) == ["12", "3"])
        #expect(
            try document.nodes(forXPath: "//div[@tabindex='0']/@aria-label").map(\.stringValue) == ["Teams & cases"]
        )
    }

    @Test(
        arguments: [
            (2, "A1", "brief"), (2, "Resolved in time", nil), (10, "Resolved in time", "wide"),
            (10, "A16", "wide brief"),
        ] as [(Int, String, String?)]
    )
    func `a table is set by the number of its columns and the length of its rows' names`(
        columns: Int,
        name: String,
        style: String?
    ) throws {
        let table = DataTable(
            caption: "T",
            columns: (0..<columns).map { _ in .init("c") },
            rows: [["<a href=\"/x\">\(name)</a>"] + Array(repeating: "1" as HTML, count: columns - 1)]
        )
        let document = try XMLDocument(xmlString: "<!DOCTYPE html><body>\(table.html.text)</body>", options: [])
        #expect(try document.nodes(forXPath: "//table/@class").first?.stringValue == style)
    }

    @Test func `a table without rows says so`() {
        let table = DataTable(caption: "Teams", columns: [.init("Team")], rows: [])
        #expect(!table.html.text.contains("<table"))
        #expect(table.html.text.contains("Nothing to show"))
    }

    @Test func `every control has a label, and a fault is tied to it`() throws {
        let choices = [Control.Choice("1", "one"), Control.Choice("2", "two")]
        let form: HTML = """
            <form>\(Control.select("team", label: "Team", choices: choices, selected: "2"))\
            \(Control.line("token", label: "Token", value: "\"><", kind: "password", fault: "wrong"))\
            \(Control.text("comment", label: "Comment", value: "a\nb", hint: "optional", fault: "too long"))\
            \(Control.scale("rating", legend: "How was it?", choices: choices, selected: "1", ends: ("bad", "good")))\
            \(Control.hidden("next", "/"))\(Control.button("Send"))</form>
            """
        let markup = form.text
        #expect(throws: Never.self) { try XMLDocument(xmlString: markup, options: []) }
        for name in ["team", "token", "comment"] {
            #expect(markup.contains("<label for=\"f-\(name)\">"))
            #expect(markup.contains("id=\"f-\(name)\""))
        }
        #expect(markup.contains("<option value=\"2\" selected=\"\">two</option>"))
        #expect(markup.contains("value=\"&quot;&gt;&lt;\""))
        #expect(markup.contains("aria-describedby=\"h-comment e-comment\""))
        #expect(markup.contains("aria-invalid=\"true\" aria-describedby=\"e-token\""))
        #expect(markup.contains("<legend>How was it?</legend>"))
        #expect(markup.contains("value=\"1\" checked=\"\"/>"))
        #expect(markup.contains("<p class=\"ends\"><span>bad</span> <span>good</span></p>"))
    }
}
