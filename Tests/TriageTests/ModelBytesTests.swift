import Testing

@testable import Triage

@Suite struct `A model's bytes` {
    @Test func `are the same when the same is learned again`() throws {
        let first = try TriageModel.train(Lesson.small)
        let second = try TriageModel.train(Lesson.small)
        #expect(first.serialized == second.serialized)
        #expect(first.version == second.version)
    }

    @Test func `differ when something else is learned`() throws {
        var more = Lesson.small
        more.examples.append(Example(text: "where is my parcel", category: "delivery"))
        let model = try TriageModel.train(more)
        #expect(try model.version != TriageModel.train(Lesson.small).version)
        #expect(model.categories.contains("delivery"))
    }

    @Test func `give the model back`() throws {
        let model = try Shipped.model.get()
        let copy = try TriageModel(serialized: model.serialized)
        #expect(copy == model)
        #expect(copy.version.utf8.count == 16)
        #expect(copy.judge("please approve my ad") == model.judge("please approve my ad"))
    }

    @Test func `of the default model take less than a mebibyte and a half`() throws {
        #expect(try Shipped.model.get().serialized.count < 3 << 19)
    }

    @Test func `that are cut, longer or altered are refused`() throws {
        let bytes = try TriageModel.train(Lesson.small).serialized
        var damaged = [
            [], [1, 2, 3], Array(bytes.dropLast()), bytes + [0], Array(bytes.prefix(13)), Array(bytes.dropFirst()),
        ]
        for place in [0, 5, 6, 20, bytes.count / 2, bytes.count - 9, bytes.count - 1] {
            var altered = bytes
            altered[place] ^= 0x10
            damaged.append(altered)
        }
        for bytes in damaged {
            let failure = #expect(throws: TriageFailure.self) { try TriageModel(serialized: bytes) }
            #expect(failure?.code == .damagedModel)
        }
    }

    @Test func `of a later form are refused by name`() throws {
        var bytes = try TriageModel.train(Lesson.small).serialized
        bytes[4] = 2
        let failure = #expect(throws: TriageFailure.self) { try TriageModel(serialized: bytes) }
        #expect(failure?.code == .unknownFormat)
    }

    @Test func `whose checksum is right but whose content is not are refused`() throws {
        let bytes = try TriageModel.train(Lesson.small).serialized
        for place in [5, 7, 8, 40] {
            var body = Array(bytes.dropLast(8))
            body[place] = 0xFF
            var writer = ModelWriter()
            writer.append(body)
            writer.append(Checksum.of(body))
            let altered = writer.bytes
            if let model = try? TriageModel(serialized: altered) {
                #expect(model.serialized == altered)
            } else {
                #expect(throws: TriageFailure.self) { try TriageModel(serialized: altered) }
            }
        }
    }

    @Test(
        arguments: [
            [],
            [Example(text: "a", category: "one")],
            [Example(text: "a", category: ""), Example(text: "b", category: "x")],
            [Example(text: "a", category: "y"), Example(text: "b", category: String(repeating: "x", count: 65))],
            [Example(text: "a", category: "y"), Example(text: "b", category: "x", language: "")],
        ]
    )
    func `are not made from what cannot be learned`(_ examples: [Example]) {
        let failure = #expect(throws: TriageFailure.self) { try TriageModel.train(Lessons(examples: examples)) }
        #expect(failure?.code == .badExamples)
    }

    @Test func `stand in text and back`() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            #expect(Base64.bytes(of: Base64.text(of: bytes)) == bytes)
        }
        #expect(Base64.text(of: Array("foob".utf8)) == "Zm9vYg==")
        #expect(Base64.bytes(of: "Zm9v\nYg==") == Array("foob".utf8))
        for text in ["Zm9", "Zm9v!g==", "Z===", "=m9v", "Zg==Zg=="] {
            #expect(Base64.bytes(of: text) == nil, "\(text)")
        }
    }
}
