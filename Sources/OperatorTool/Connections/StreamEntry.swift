import Redis

/// One entry of a stream, as Redis answers it.
struct StreamEntry: Sendable, Equatable {
    var stream: String
    var id: String
    var fields: [(name: String, value: String)]

    /// The value of a field; empty when the entry does not have it.
    func value(_ name: String) -> String {
        fields.first { $0.name == name }?.value ?? ""
    }

    /// The entries in the answer to XREAD, in its order.
    static func ofRead(_ reply: Reply) -> [StreamEntry] {
        (reply.array ?? []).flatMap { stream -> [StreamEntry] in
            guard let parts = stream.array, parts.count == 2, let key = parts[0].string else { return [] }
            return ofRange(parts[1], of: key)
        }
    }

    /// The entries in the answer to XRANGE or XREVRANGE.
    static func ofRange(_ reply: Reply, of stream: String) -> [StreamEntry] {
        (reply.array ?? []).compactMap { entry in
            guard let parts = entry.array, parts.count == 2, let id = parts[0].string else { return nil }
            let texts = (parts[1].array ?? []).map { $0.string ?? "" }
            let fields = stride(from: 0, to: texts.count - 1, by: 2).map { (name: texts[$0], value: texts[$0 + 1]) }
            return StreamEntry(stream: stream, id: id, fields: fields)
        }
    }

    static func == (one: StreamEntry, other: StreamEntry) -> Bool {
        one.stream == other.stream && one.id == other.id && one.fields.elementsEqual(other.fields, by: ==)
    }
}

extension Reply {
    /// The text of a string reply; bytes that are not UTF-8 are shown with replacement characters.
    var string: String? {
        switch self {
        case .text(let text): text
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .integer(let value): "\(value)"
        default: nil
        }
    }
}
