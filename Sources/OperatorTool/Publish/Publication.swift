import Contract
import Postgres
import Redis

/// An entry on its way to an `inbound` stream: its fields, and where it goes.
struct Publication: Sendable {
    /// The fields in the order in which they are sent.
    private(set) var fields: [ImportRow.Field]
    /// The private door it goes through; the shared one without.
    var door: SourceID?

    var id: String { value("id") ?? "" }
    var source: String { value("source") ?? door?.rawValue ?? "" }

    /// An entry of this type with these fields; the type goes first.
    init(type: String, fields: [ImportRow.Field], door: SourceID? = nil) {
        self.fields = [.init("type", type)] + fields.filter { $0.name != "type" }
        self.door = door
    }

    /// The value of a field, when the entry has it.
    func value(_ name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// Adds a field unless the entry has it.
    mutating func addUnlessPresent(_ name: String, _ value: @autoclosure () -> String) {
        if self.value(name) == nil { fields.append(.init(name, value())) }
    }

    /// Signs the entry as it is now.
    mutating func sign(with key: [UInt8]) {
        fields.removeAll { $0.name == "sig" }
        let signature = Signature.sign(fields.map { ($0.name, $0.value) }, key: key)
        fields.append(.init("sig", signature))
    }

    /// The partition that the entry belongs to: of its conversation, or of the user or admin that it is about.
    func partition(in partitioning: Partitioning) -> Int {
        partitioning.partition(of: partitionKey)
    }

    /// The partition where the receipt is: of the conversation that the entry names, else the one it is written to.
    func receiptPartition(in partitioning: Partitioning) -> Int {
        guard let conversation = value("conversation"), ValueShape.id.accepts(conversation) else {
            return partition(in: partitioning)
        }
        return partitioning.partition(of: conversation)
    }

    /// The command that publishes the entry.
    func command(keys: Keys, partitioning: Partitioning) -> Command {
        var command: Command = ["XADD", keys.inbound(door: door, partition(in: partitioning)), "*"]
        for field in fields {
            command.append(field.name)
            command.append(field.value)
        }
        return command
    }

    /// Why its receipt could not be told from others: it tells neither an id nor a source that is not of its shape.
    var unrecognisable: String? {
        // An id that was made up begins with the source.
        if SourceID(rawValue: source) == nil {
            return "the source '\(source)': `source` \(ValueShape.source.expectation)"
        }
        return ValueShape.id.accepts(id) ? nil : "the id '\(id)': `id` \(ValueShape.id.expectation)"
    }

    /// The row of the audit that says that it was published.
    var auditRow: Statement {
        let type = value("type").flatMap(CommandType.init(rawValue:))
        return Audit.published("publish", sources: [SourceID(rawValue: source)], entries: 1, type: type)
    }

    private var partitionKey: String {
        switch value("type").flatMap(CommandType.init(rawValue:))?.partitionKey ?? .field(.conversation) {
        case .field(let name): value(name.text) ?? ""
        case .none: ""
        }
    }
}
