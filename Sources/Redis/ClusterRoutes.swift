/// Which node of a Cluster has which slots.
struct ClusterRoutes: Sendable, Equatable {
    private var nodes: [RedisURL.Address] = []
    /// The place of each slot's node in `nodes`; -1 for a slot that nobody has.
    private var owners = [Int16](repeating: -1, count: HashSlot.count)

    var isEmpty: Bool { nodes.isEmpty }

    /// The masters that are known.
    var masters: [RedisURL.Address] { nodes }

    /// No route yet.
    init() {}

    /// Reads the answer to CLUSTER SLOTS; a node that does not know its own address is the one that answered.
    init?(_ reply: Reply, from answering: RedisURL.Address) {
        guard let ranges = reply.array, !ranges.isEmpty else { return nil }
        for range in ranges {
            guard let parts = range.array, parts.count >= 3, let first = parts[0].integer, let last = parts[1].integer,
                let node = parts[2].array, node.count >= 2, let port = node[1].integer,
                (0..<Int64(HashSlot.count)).contains(first), (first..<Int64(HashSlot.count)).contains(last)
            else { return nil }
            let host = node[0].text.flatMap { $0.isEmpty ? nil : $0 } ?? answering.host
            guard let host else { return nil }
            let place = place(of: .tcp(host: host, port: Int(port)))
            for slot in Int(first)...Int(last) { owners[slot] = place }
        }
    }

    /// The node that has the slot.
    func owner(of slot: Int) -> RedisURL.Address? {
        owners[slot] < 0 ? nil : nodes[Int(owners[slot])]
    }

    /// Takes over what a node has said of a slot.
    mutating func move(_ slot: Int, to address: RedisURL.Address) {
        owners[slot] = place(of: address)
    }

    private mutating func place(of address: RedisURL.Address) -> Int16 {
        if let known = nodes.firstIndex(of: address) { return Int16(known) }
        nodes.append(address)
        return Int16(nodes.count - 1)
    }
}

/// That another node has a slot, as a node says.
struct ClusterRedirection: Sendable, Equatable {
    let slot: Int
    let address: RedisURL.Address
    /// Whether the slot is only on its way there, so that this one command has to ask for it.
    let isOnce: Bool

    /// Reads `MOVED 3999 127.0.0.1:6381`; nil for every other failure.
    init?(_ failure: RedisFailure?, from answering: RedisURL.Address) {
        guard let failure, failure.code == "MOVED" || failure.code == "ASK" else { return nil }
        let parts = failure.message.split(separator: " ")
        guard parts.count == 3, let slot = Int(parts[1]), (0..<HashSlot.count).contains(slot),
            let colon = parts[2].lastIndex(of: ":"), let port = Int(parts[2][parts[2].index(after: colon)...])
        else { return nil }
        let host = parts[2][..<colon]
        guard let host = host.isEmpty ? answering.host : String(host) else { return nil }
        self.slot = slot
        address = .tcp(host: host, port: port)
        isOnce = failure.code == "ASK"
    }
}

extension RedisURL.Address {
    fileprivate var host: String? {
        guard case .tcp(let host, _) = self else { return nil }
        return host
    }
}

/// Commands that have to go to one node together: one, or a transaction.
struct ClusterUnit: Sendable, Equatable {
    let range: Range<Int>
    /// The slot of the first key; nil when any node will do.
    let slot: Int?

    /// Takes a pipeline apart.
    static func units(of commands: [Command]) -> [ClusterUnit] {
        var units: [ClusterUnit] = []
        var start = 0
        while start < commands.count {
            var end = start + 1
            if commands[start].name == "MULTI" {
                while end < commands.count, commands[end - 1].name != "EXEC" { end += 1 }
            }
            units.append(ClusterUnit(range: start..<end, slot: commands[start..<end].lazy.compactMap(\.slot).first))
            start = end
        }
        return units
    }
}
