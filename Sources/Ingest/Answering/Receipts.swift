import Contract
import Redis

/// The receipts of a batch: what publishers are told of their entries, a courtesy in bounded streams.
struct Receipts {
    /// How many receipts a stream keeps, roughly.
    private static let length = "10000"

    private struct Stream: Hashable {
        let door: SourceID?
        let partition: Int
    }

    private let keys: Keys
    private var names: [Stream: String] = [:]
    private(set) var commands: [Command] = []

    init(keys: Keys, capacity: Int) {
        self.keys = keys
        commands.reserveCapacity(capacity)
    }

    /// Tells the publisher the verdict on an entry, on its door's receipts of the partition.
    mutating func add(_ verdict: Verdict, on entry: InboundEntry.Claims, door: SourceID?, partition: Int) {
        var command = Command()
        command.reserve(arguments: 20, bytes: 256)
        command.append("XADD")
        command.append(name(of: Stream(door: door, partition: partition)))
        command.append("MAXLEN")
        command.append("~")
        command.append(Self.length)
        command.append("*")
        command.append("source", entry.source?.rawValue)
        command.append("id", entry.id)
        switch verdict {
        case .accepted(let acceptance):
            command.append("status", "accepted")
            command.append("message", acceptance?.message.description)
        case .duplicate(let message):
            command.append("status", "duplicate")
            command.append("message", message?.description)
        case .refused(let rejection), .refusedBefore(let rejection):
            command.append("status", "rejected")
            command.append("code", rejection.code.rawValue)
            command.append("field", rejection.field)
            command.append("detail", rejection.detail)
        }
        command.append("conversation", entry.conversation?.rawValue)
        commands.append(command)
    }

    private mutating func name(of stream: Stream) -> String {
        if let name = names[stream] { return name }
        let name = keys.receipts(door: stream.door, stream.partition)
        names[stream] = name
        return name
    }
}

extension Command {
    /// Adds a field with its value, unless it is empty.
    fileprivate mutating func append(_ name: String, _ value: String?) {
        guard let value, !value.isEmpty else { return }
        append(name)
        append(value)
    }
}
