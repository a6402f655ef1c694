/// What is wrong with a JSON text, and where.
package struct JSONFault: Error, Sendable, Equatable {
    /// What should stand there.
    package let expected: String
    /// At which byte of the text, from 0.
    package let offset: Int

    package init(expected: String, offset: Int) {
        self.expected = expected
        self.offset = offset
    }

    /// One sentence for the person who wrote the text.
    package var sentence: String { "at character \(offset + 1): \(expected)" }
}
