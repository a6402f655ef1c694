import Templates
import Testing

@Suite struct `Articles in HTML` {
    @Test(arguments: [
        ("one\ntwo", "<p>one two</p>"), ("one\n\ntwo", "<p>one</p>\n<p>two</p>"),
        ("one  \ntwo\\\nthree\\", "<p>one<br>\ntwo<br>\nthree\\</p>"),
        ("# Title\ntext", "<h2>Title</h2>\n<p>text</p>"), ("#tag", "<p>#tag</p>"), ("", ""), (" \n", ""),
    ])
    func `empty lines part paragraphs, and a line goes on in the next`(_ text: String, _ html: String) {
        #expect(MarkdownText.html(of: text) == html)
    }

    @Test(arguments: [
        ("- a\n- b\n  more", "<ul>\n<li>a</li>\n<li>b more</li>\n</ul>"),
        ("Do:\n1. a\n2) b\n\nThen", "<p>Do:</p>\n<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n<p>Then</p>"),
        ("3. c\n4. d", "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>"),
        ("It was in\n2026. Then\n- a", "<p>It was in 2026. Then</p>\n<ul>\n<li>a</li>\n</ul>"),
        ("- a\n\n  still a\n\nnot", "<ul>\n<li>a still a</li>\n</ul>\n<p>not</p>"),
        ("* a\n1. b", "<ul>\n<li>a</li>\n</ul>\n<ol>\n<li>b</li>\n</ol>"), ("-", "<p>-</p>"),
    ])
    func `lists have their items`(_ text: String, _ html: String) {
        #expect(MarkdownText.html(of: text) == html)
    }

    @Test(arguments: [
        ("Choose **My ads > Archive**.", "Choose <strong>My ads &gt; Archive</strong>."),
        ("*a* _b_ __c__", "<em>a</em> <em>b</em> <strong>c</strong>"),
        ("*a **b** c*", "<em>a <strong>b</strong> c</em>"),
        ("`<b> *x*`", "<code>&lt;b&gt; *x*</code>"), ("2 * 3 * 4", "2 * 3 * 4"), ("a_b_c **d", "a_b_c **d"),
        ("\\*a\\* \\b", "*a* \\b"), ("****", "****"), ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;"), ("`a", "`a"),
    ])
    func `what is marked is marked, and the rest is text`(_ text: String, _ html: String) {
        #expect(MarkdownText.html(of: text) == "<p>\(html)</p>")
    }

    @Test(arguments: [
        ("[the *list*](https://a.org/b?c=1&d)", "<a href=\"https://a.org/b?c=1&amp;d\">the <em>list</em></a>"),
        ("[write](mailto:help@a.org)", "<a href=\"mailto:help@a.org\">write</a>"),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"), ("[x](/a)", "[x](/a)"), ("[a] [b", "[a] [b"),
        ("[a] and [b](https://a.org)", "[a] and <a href=\"https://a.org\">b</a>"),
        (
            "Not solved? https://a.org/u_1_2/not-solved.",
            "Not solved? <a href=\"https://a.org/u_1_2/not-solved\">https://a.org/u_1_2/not-solved</a>."
        ),
        ("(https://a.org)", "(<a href=\"https://a.org\">https://a.org</a>)"),
        ("https:// xhttps://a", "https:// xhttps://a"),
        ("https://a.org/\"><b>", "<a href=\"https://a.org/\">https://a.org/</a>&quot;&gt;&lt;b&gt;"),
    ])
    func `links lead to the web or to a mail address`(_ text: String, _ html: String) {
        #expect(MarkdownText.html(of: text) == "<p>\(html)</p>")
    }

    @Test(arguments: ["*a ", "**a ", "_a ", "`a ", "[", "[a](", "h", "a_", "\\", "- "])
    func `marks without an end take no time`(_ mark: String) {
        let text = String(repeating: mark, count: 8192 / mark.utf8.count)
        let time = ContinuousClock().measure { #expect(!MarkdownText.html(of: text).isEmpty) }
        #expect(time < .seconds(5), "\(time)")
    }
}
