import Pipeline

@testable import Redis

/// A receipt's command, taken apart.
struct Receipt {
    let stream: String
    /// What stands between the stream and the id.
    let options: [String]
    let fields: [String: String]

    init(_ command: Command) {
        let arguments = command.arguments
        stream = arguments.count > 1 ? arguments[1] : ""
        options = Array(arguments.dropFirst(2).prefix { $0 != "*" })
        let pairs = arguments.drop { $0 != "*" }.dropFirst().enumerated()
        let names = pairs.filter { $0.offset.isMultiple(of: 2) }.map(\.element)
        let values = pairs.filter { !$0.offset.isMultiple(of: 2) }.map(\.element)
        fields = Dictionary(zip(names, values)) { first, _ in first }
    }
}

extension Outcome {
    var receipts: [Receipt] { afterCommit.map(Receipt.init) }

    /// The status of each receipt, with its code if it has one: `rejected conflict`.
    var statuses: [String] {
        receipts.map { [$0.fields["status"], $0.fields["code"]].compactMap { $0 }.joined(separator: " ") }
    }
}

extension Command {
    /// The arguments, read back from what is sent.
    fileprivate var arguments: [String] {
        var buffer: [UInt8] = []
        encode(into: &buffer)
        var rest = buffer[...]
        var arguments: [String] = []
        _ = rest.line()
        while let length = Int(rest.line().dropFirst()) {
            arguments.append(String(decoding: rest.prefix(length), as: UTF8.self))
            rest = rest.dropFirst(length + 2)
        }
        return arguments
    }
}

extension ArraySlice<UInt8> {
    /// Takes the next line off.
    fileprivate mutating func line() -> String {
        let line = prefix { $0 != UInt8(ascii: "\r") }
        self = dropFirst(line.count + 2)
        return String(decoding: line, as: UTF8.self)
    }
}
