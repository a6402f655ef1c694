import Contract
import Foundation
import TestKit
import Testing

@Suite struct `Flat fields` {
    @Test func `fields keep their order and replace in place`() {
        var fields: Fields = ["a": "1", "b": "2", "a": "3"]
        #expect(fields.map(\.name) == ["a", "b"])
        #expect(fields["a"] == "3")
        fields["c"] = "4"
        fields["a"] = nil
        fields.set("b", to: "5")
        #expect(fields.pairs.map(\.0) == ["b", "c"])
        #expect(fields["b"] == "5")
        #expect(fields["z"] == nil)
    }

    @Test func `fields are written as a flat object`() {
        #expect(Fields().json == "{}")
        let fields: Fields = ["a": "x", "quote\"": "back\\slash", "breaks": "\n\r\t\u{1}\u{1F}", "é": "😀 /"]
        let json = #"{"a":"x","quote\"":"back\\slash","breaks":"\n\r\t\u0001\u001f","é":"😀 /"}"#
        #expect(fields.json == json)
    }

    @Test func `what is written is read as the same fields, by others too`() throws {
        var generator = SeededGenerator(seed: 11)
        let scalars = Array("a\"\\\n\u{1}é\u{2028}😀/\u{7F}{\u{301}".unicodeScalars)
        for _ in 0..<500 {
            var fields = Fields()
            for index in 0..<Int.random(in: 0...6, using: &generator) {
                var value = String.UnicodeScalarView()
                for _ in 0..<Int.random(in: 0...9, using: &generator) {
                    if let scalar = scalars.randomElement(using: &generator) { value.append(scalar) }
                }
                fields.append("f\(index)", String(value))
            }
            #expect(try Fields(json: fields.json) == fields)
            let read = try JSONDecoder().decode([String: String].self, from: Data(fields.json.utf8))
            #expect(read == Dictionary(uniqueKeysWithValues: fields.pairs))
        }
    }

    @Test func `escapes are read`() throws {
        let fields = try Fields(json: " { \"a\\u0062\" : \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00\" } ")
        #expect(fields["ab"] == "\"\\/\u{8}\u{C}\n\r\té😀")
    }

    @Test(arguments: [
        "", "{", "[]", "{}{}", "{\"a\":1}", "{\"a\":null}", "{\"a\":\"b\",}", "{\"a\":\"b\" \"c\":\"d\"}",
        "{\"a\":\"b\",\"a\":\"b\"}", "\u{FEFF}{}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\\udc00\"}", "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\\x\"}", "{\"a\":\"\n\"}", "{'a':'b'}", "{a:\"b\"}", "{\"a\":\"b\"", "{\"a\":{}}", "{\"a\"}",
        "{\"a\":\"\\ud83d\\u0041\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"b\"}x", "null",
    ])
    func `anything else is malformed`(_ json: String) {
        #expect(throws: MalformedFields.self) { try Fields(json: json) }
    }
}
