internal import Contract

/// The `https` address that a POST without further questions unsubscribes at (RFC 8058).
package struct UnsubscribeLink: Hashable, Sendable {
    /// The address in visible ASCII.
    package let text: String

    /// The link; nil unless it is an `https` address in ASCII of at most 900 bytes, without commas.
    package init?(_ text: String) {
        // A line of mail holds 998 bytes, a comma would begin a second link, and brackets are refused by the shape.
        guard text.utf8.count <= 900, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ",") }),
            ValueShape.webAddress.accepts(text)
        else { return nil }
        self.text = text
    }
}
