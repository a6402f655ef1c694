/// A text is not a flat JSON object of strings.
package struct MalformedFields: Error, Sendable, Hashable {}

extension Fields {
    /// Reads a flat object of strings; anything else, a name that comes twice included, is an error.
    package init(json: String) throws(MalformedFields) {
        var reader = JSONReader(json)
        guard let fields = try? reader.flatObject() else { throw MalformedFields() }
        self = fields
    }

    /// The fields as a flat JSON object of strings, in order.
    package var json: String {
        var text: [UInt8] = []
        text.reserveCapacity(reduce(2) { $0 + $1.name.utf8.count + $1.value.utf8.count + 6 })
        text.append(UInt8(ascii: "{"))
        for field in self {
            if text.count > 1 { text.append(UInt8(ascii: ",")) }
            text.appendJSON(field.name)
            text.append(UInt8(ascii: ":"))
            text.appendJSON(field.value)
        }
        text.append(UInt8(ascii: "}"))
        return String(decoding: text, as: UTF8.self)
    }
}
