import Contract
import Testing

/// Vectors computed with Python's `hmac` and `hashlib`.
@Suite struct `Signatures` {
    static let vectors: [(fields: [(String, String)], key: [UInt8], signature: String)] = [
        (
            [
                ("type", "case.open"), ("id", "p-1"), ("source", "partner"), ("conversation", "u-42"),
                ("kind", "refund"), ("subject", "order-7"), ("user", "u-42"),
            ],
            Array("partner-key".utf8),
            "v1=22b3c1e451cb87707670ea9bc8878b580c3c0de2d0be65697f591538af801e2c"
        ),
        (
            [
                ("type", "message.post"), ("id", "p-2"), ("source", "partner"), ("conversation", "u-42"),
                ("role", "user"), ("user", "u-42"), ("text", "Caf\u{E9} \u{2615}\nline two\twith tab; a=b:c"),
                ("x-trace", "1"), ("amount", ""),
            ],
            [0x00, 0x01, 0xFE, 0xFF],
            "v1=e133285a19e7b0f20873f9e52b64dad2b4a0b206d033aa7e24047fd51e202170"
        ),
        (
            [
                ("type", "message.post"), ("id", "p-3"), ("source", "partner"), ("conversation", "u-42"),
                ("role", "user"), ("user", "u-42"), ("text", "e\u{301}"),
            ],
            Array(String(repeating: "k", count: 100).utf8),
            "v1=61133f25bd1e2c155ed13aabb82fe14751fb25b549ccdf98c937129c102ed6bc"
        ),
        ([], [], "v1=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
        (
            [("id", "")],
            Array("x".utf8),
            "v1=0ec7243fcae33d6237d776939b7e1eb30331cca159562dc7efb33a60d8cf88d5"
        ),
    ]

    @Test(arguments: vectors.indices)
    func `a signature is what the contract's formula gives`(_ index: Int) {
        let (fields, key, signature) = Self.vectors[index]
        #expect(Signature.sign(fields, key: key) == signature)
        #expect(Signature.sign(fields.reversed() + [("sig", "v1=x")], key: key) == signature)
    }

    @Test func `upper-case digits are digits too`() {
        let (fields, key, signature) = Self.vectors[0]
        let entry = fields.entry()
        #expect(Signature.verify(signature, of: entry.fields, key: key))
        #expect(Signature.verify("v1=" + signature.dropFirst(3).uppercased(), of: entry.fields, key: key))
    }

    @Test(arguments: ["", "v1=", "v2=", "v1", "V1="])
    func `anything else is no signature`(_ start: String) {
        let (fields, key, signature) = Self.vectors[0]
        let digits = signature.dropFirst(3)
        let wrong = [start, start + digits.dropLast(), start + digits + "00", start + digits.dropLast() + "g"]
        for text in wrong {
            #expect(!Signature.verify(text, of: fields.entry().fields, key: key))
        }
        #expect(!Signature.verify(signature, of: fields.entry().fields, key: key + [0x0A]))
    }

    @Test func `bytes that are not text are signed as they are`() {
        let fields: [InboundEntry.Field] = [(name: "id", value: .bytes([0xFF, 0xFE]))]
        let signature = Signature.sign(fields, key: [1])
        #expect(Signature.verify(signature, of: fields, key: [1]))
        #expect(!Signature.verify(signature, of: [(name: "id", value: .bytes([0xFF, 0xFD]))], key: [1]))
    }
}
