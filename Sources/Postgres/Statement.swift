/// One SQL statement with the values for its parameters.
///
/// The text is a literal of the program: a session prepares each text once and keeps it, so values belong into the
/// parameters, never into the text.
package struct Statement: Sendable {
    /// The SQL, with `$1`, `$2` … where the parameters go.
    package let text: String
    /// The values, in the order of their numbers.
    package var parameters: [Parameter]

    /// Makes a statement from its text and its values.
    package init(_ text: String, _ parameters: Parameter...) {
        self.init(text, parameters: parameters)
    }

    /// Makes a statement from its text and a list of values.
    package init(_ text: String, parameters: [Parameter]) {
        self.text = text
        self.parameters = parameters
    }
}
