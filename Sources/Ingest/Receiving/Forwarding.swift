import Contract
import Pipeline

/// Entries that were written to another stream than their partition's, on their way to its owner.
///
/// A letter carries the entry as sent, with the door and place that it came in by. These stand under names that no
/// field of a valid entry can have.
enum Forwarding {
    static let kind = "entry"

    private static let door = ":door"
    private static let stream = ":stream"
    private static let entry = ":entry"
    private static let reread = ":reread"

    /// A valid entry as a letter; nil unless all of it is text, which every valid entry is.
    static func letter(
        _ content: InboundEntry,
        isReread: Bool,
        from: Int,
        to: Int,
        conversation: String
    ) -> OutgoingLetter? {
        var fields = Fields()
        fields.reserve(content.fields.count + 4)
        if let source = content.door { fields.append(door, source.rawValue) }
        fields.append(stream, String(content.partition))
        fields.append(entry, content.id.description)
        if isReread { fields.append(reread, "true") }
        for field in content.fields {
            guard case .text(let name) = field.name, case .text(let value) = field.value else { return nil }
            fields.append(name, value)
        }
        return OutgoingLetter(from: from, to: to, kind: kind, conversation: conversation, fields: fields)
    }

    /// The entry that a letter carries.
    static func entry(in letter: Letter) throws(StageFault) -> (entry: InboundEntry, isReread: Bool) {
        var source: SourceID?
        var partition: Int?
        var id: EntryID?
        var isReread = false
        var fields: [InboundEntry.Field] = []
        fields.reserveCapacity(letter.fields.count)
        for field in letter.fields {
            switch field.name {
            case door: source = SourceID(rawValue: field.value)
            case stream: partition = Int(field.value)
            case entry: id = EntryID(field.value)
            case reread: isReread = field.value == "true"
            default: fields.append((name: .text(field.name), value: .text(field.value)))
            }
        }
        guard letter.kind == kind, let partition, let id else {
            throw StageFault(code: "malformed_letter", detail: "a letter of kind \(letter.kind) does not hold an entry")
        }
        return (InboundEntry(door: source, partition: partition, id: id, fields: fields), isReread)
    }
}
