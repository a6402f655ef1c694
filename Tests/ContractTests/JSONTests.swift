import Contract
import Testing

/// What `logs` takes and refuses as JSON.
@Suite struct `Strict JSON` {
    @Test(arguments: [
        "0", "-0", "1.5", "1e9", "1E-9", "-12.5e+3", "\"\"", "true", "false", "null", "[]", "{}", " [ 1 , 2 ] ",
        "{\"a\":{\"b\":[null]}}", "\"\\u00e9\\n\"", "\"\\ud83d\\ude00\"", "123456789012345678901234567890",
    ])
    func `JSON is taken`(_ json: String) {
        #expect(ValueShape.json.accepts(json))
    }

    @Test(arguments: [
        "", " ", "01", "1.", ".5", "+1", "1e", "1e+", "1e1000", "0x1", "NaN", "Infinity", "-", "--1", "tru", "True",
        "nul", "[1,]", "[,1]", "[1 2]", "[", "]", "{\"a\":1,}", "{,}", "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}",
        "{1:2}", "{\"a\"}", "{\"a\":}", "\"", "\"\\\"", "\"\\u\"", "\"\\uD83D\"", "\"\\uDE00\\uD83D\"", "\"\\u0000\"",
        "\"\t\"", "'a'", "// c\n1", "1 1", "\u{FEFF}1", "[1]\u{0}", "\u{A0}1",
    ])
    func `what only resembles JSON is refused`(_ json: String) {
        #expect(!ValueShape.json.accepts(json))
    }

    @Test func `levels are bounded`() {
        let nested = { (levels: Int) in
            String(repeating: "[", count: levels) + String(repeating: "]", count: levels)
        }
        #expect(ValueShape.json.accepts(nested(32)))
        #expect(!ValueShape.json.accepts(nested(33)))
        #expect(!ValueShape.json.accepts(nested(30_000)))
    }
}
