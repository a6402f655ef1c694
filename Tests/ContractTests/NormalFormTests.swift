import Contract
import Foundation
import Testing

@Suite struct `Normal form C` {
    @Test func `the short way is taken only where nothing can change`() {
        var changing: Set<UInt32> = []
        var joining: Set<UInt32> = []
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(scalar)
            let composed = text.precomposedStringWithCanonicalMapping
            if scalar.properties.canonicalCombiningClass != .notReordered || !composed.utf8.elementsEqual(text.utf8) {
                changing.insert(value)
            }
            let parts = text.decomposedStringWithCanonicalMapping.unicodeScalars
            joining.formUnion(parts.dropFirst().map(\.value))
        }
        let plain = NormalForm.plainRanges.flatMap { Array($0) } + Array(0..<0x0300)
        #expect(changing.count > 1000)
        #expect(joining.count > 100)
        #expect(plain.filter { changing.contains($0) || joining.contains($0) }.isEmpty)
        #expect(
            zip(NormalForm.plainRanges, NormalForm.plainRanges.dropFirst()).allSatisfy { $0.upperBound < $1.lowerBound }
        )
    }

    @Test func `the usual scripts take the short way`() {
        let texts = [
            "plain", "naïve", "Ελληνικά", "Привет", "שלום", "مرحبا", "भारत", "你好", "こんにちは", "한국어", "😀👍", "“quoted” – €5",
        ]
        for text in texts {
            #expect(NormalForm.isPlain(text), "\(text)")
        }
        #expect(!NormalForm.isPlain("e\u{301}"))
    }

    @Test func `texts are brought to form C`() {
        let normalForms = [
            ("e\u{301}", "\u{E9}"), ("\u{212B}", "\u{C5}"), ("q\u{307}\u{323}", "q\u{323}\u{307}"),
            ("\u{1112}\u{1161}\u{11AB}", "\u{D55C}"),
        ]
        for (text, normal) in normalForms {
            #expect(NormalForm.of(text).utf8.elementsEqual(normal.utf8))
        }
    }
}
