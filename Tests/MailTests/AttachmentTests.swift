import Testing

@testable import Mail

/// The names of files that come with mails.
struct AttachmentTests {
    @Test(arguments: ["weekly-2026-W09.csv", "a", "2026_Q1.json", String(repeating: "a", count: 100)])
    func `a plain name is taken as it is`(name: String) {
        #expect(FileName(name)?.text == name)
    }

    @Test(arguments: [
        "", ".profile", "../secret", "a/b", "a\\b", "report\r\nBcc: x@example.org", "report\n", "a\"; filename=\"b.exe",
        "a b.csv", "raport\u{E9}.csv", "a\0.csv", "=?utf-8?q?a?=", String(repeating: "a", count: 101), "a;b", "a%0d%0a",
    ])
    func `a name that could end its field or leave its folder is none`(name: String) {
        #expect(FileName(name) == nil)
    }
}
