/// Why a model could not be read or trained.
package struct TriageFailure: Error, Hashable, CustomStringConvertible {
    /// The kind of failure, for callers that branch.
    package enum Code: String, Sendable {
        /// The bytes are not a model of this format, or were damaged.
        case damagedModel = "damaged_model"
        /// The model was written by a later program.
        case unknownFormat = "unknown_format"
        /// There is nothing to learn from, or it cannot be learned.
        case badExamples = "bad_examples"
        /// A line of a file of examples cannot be read.
        case badLine = "bad_line"
    }

    package let code: Code
    /// What happened and what to do, for the operator; never a message's text.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
