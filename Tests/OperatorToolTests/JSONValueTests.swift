import Contract
import Testing

@testable import OperatorTool

@Suite struct JSONValueTests {
    static let examples: [(String, JSONValue)] = [
        ("null", JSONValue.null), (" true ", true), ("-0.5e+3", .number("-0.5e+3")), ("0", 0),
        ("\"a\\u00e9\\ud83d\\ude00\\n\"", "aé😀\n"), ("[]", []), ("[1,[2]]", [1, [2]]), ("{}", [:]),
        ("{\"a\":{\"b\":[null]}}", ["a": ["b": [.null]]]),
        ("12345678901234567890.10", .number("12345678901234567890.10")),
    ]

    @Test(arguments: examples)
    func `what RFC 8259 allows is read`(text: String, value: JSONValue) throws {
        #expect(try JSONValue(parsing: text) == value)
    }

    @Test(arguments: [
        "", "nul", "01", "1.", "1e", "+1", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "\"\t\"", "\"a",
        "\"\\x\"",
        "\"\\ud800\"", "\"\\u12g4\"", "1 2", "{\"a\":1}}", "{\"a\":1,\"a\":2}", "\"\\u0000\"", "1e1000",
        String(repeating: "[", count: 40),
    ])
    func `what it does not allow is refused with a sentence`(text: String) {
        do throws(JSONFault) {
            let value = try JSONValue(parsing: text)
            Issue.record("\(text) was read as \(value)")
        } catch {
            #expect(error.sentence.hasPrefix("at character "))
        }
    }

    @Test func `what is written reads as the same`() throws {
        let value: JSONValue = [
            "text": "line\nnext\t\"quoted\" \\ \u{1}", "numbers": [1, .double(2.5)], "nothing": .null, "flag": false,
        ]
        #expect(try JSONValue(parsing: value.description) == value)
        #expect(!value.description.contains("\n"))
    }
}
