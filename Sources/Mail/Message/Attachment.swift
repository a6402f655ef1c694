/// A file of text that comes with a message.
package struct Attachment: Hashable, Sendable {
    /// What sort of file it is.
    package enum Form: String, Sendable, Hashable, CaseIterable {
        case csv, json, markdown
    }

    package let name: FileName
    package let form: Form
    /// What is in it; line breaks come as mail writes them.
    package let text: String

    /// A file of that name and content.
    package init(_ name: FileName, _ form: Form, _ text: String) {
        self.name = name
        self.form = form
        self.text = text
    }
}

/// A name of a file that is safe in a header and on any disk: letters and digits of ASCII, dots, hyphens, underscores.
package struct FileName: Hashable, Sendable {
    package let text: String

    /// The name; nil for one with other characters, of more than 100, or that begins with a dot.
    package init?(_ text: String) {
        let isAllowed = text.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"):
                true
            default: false
            }
        }
        guard isAllowed, (1...100).contains(text.utf8.count), !text.hasPrefix(".") else { return nil }
        self.text = text
    }
}
