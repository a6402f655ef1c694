internal import Blocking
internal import Logging

/// A client's connections to the nodes of a Cluster: one to each for commands, and one to each slot that is waited on.
///
/// It is used on the executor's thread only. A node that cannot be reached costs its own slots: what was meant for the
/// others goes through, and the answers of the rest are CLUSTERDOWN.
final class ClusterLinks {
    private let url: RedisURL
    private let name: String
    private let connectTimeout: Duration
    private let commandTimeout: Duration
    private let interruption: Interruption
    private let executor: BlockingExecutor
    private let logger: Logger

    /// How many connections have been made.
    private(set) var connectionCount = 0
    private var routes = ClusterRoutes()
    private var areRoutesStale = true
    private var nextRefresh = ContinuousClock.now
    private var nodes: [RedisURL.Address: Session] = [:]
    private var unreachable: [RedisURL.Address: (until: ContinuousClock.Instant, reason: RedisError)] = [:]
    private var backoffs: [RedisURL.Address: Backoff] = [:]
    /// Connections on which reads wait, by the keys' hash tag: partitions may share a slot, but never a connection.
    private var readers: [String: Session] = [:]

    init(
        url: RedisURL,
        name: String,
        connectTimeout: Duration,
        commandTimeout: Duration,
        interruption: Interruption,
        executor: BlockingExecutor,
        logger: Logger
    ) {
        self.url = url
        self.name = name
        self.connectTimeout = connectTimeout
        self.commandTimeout = commandTimeout
        self.interruption = interruption
        self.executor = executor
        self.logger = logger
    }

    /// Sends each command, or each transaction, to the node of its slot, and collects a reply to each, errors in place.
    ///
    /// Nothing is sent twice but what a node has refused because the slot is another's.
    func exchange(_ commands: [Command], waitingUpTo block: Duration) throws(RedisError) -> [Reply] {
        let down = Reply.error(RedisFailure("CLUSTERDOWN the node of the key's slot cannot be reached"))
        var replies = [Reply](repeating: down, count: commands.count)
        var open = ClusterUnit.units(of: commands)
        var failure: RedisError?
        var hasServed = false
        for _ in 1...5 where !open.isEmpty {
            try refreshIfNeeded()
            var again: [ClusterUnit] = []
            for (address, units) in grouped(open) {
                do throws(RedisError) {
                    let session = try node(address)
                    let answers = try session.exchange(units.flatMap { commands[$0.range] }, waitingUpTo: block)
                    hasServed = true
                    var place = 0
                    for unit in units {
                        replies.replaceSubrange(unit.range, with: answers[place..<place + unit.range.count])
                        place += unit.range.count
                    }
                } catch {
                    failure = error
                    drop(address, after: error)
                    continue
                }
                for unit in units where try redirect(unit, commands, &replies, from: address, block) {
                    again.append(unit)
                }
            }
            open = again
        }
        if !hasServed, let failure { throw failure }
        return replies
    }

    /// Sends reads of one hash tag each, and waits until one of them is answered; see ``RedisClient/race(_:waitingUpTo:)``.
    func race(_ commands: [Command], waitingUpTo block: Duration) throws(RedisError) -> [Reply?] {
        try refreshIfNeeded()
        let tags = commands.map { $0.hashTag ?? "" }
        let wanted = Set(tags)
        for tag in readers.keys where !wanted.contains(tag) { readers[tag] = nil }
        var replies = [Reply?](repeating: nil, count: commands.count)
        var open: [Int: Session] = [:]
        var failure: RedisError?
        for (place, command) in commands.enumerated() {
            do throws(RedisError) {
                let session = try reader(of: tags[place], command.slot ?? 0)
                if session.deadline == nil {
                    session.begin(command, until: .now + block + commandTimeout)
                    open[place] = session
                } else if block > .zero {
                    open[place] = session
                }
            } catch {
                failure = error
            }
        }
        if open.isEmpty, readers.isEmpty, let failure { throw failure }
        // A read that waits answers at the end of its own time.
        let end = ContinuousClock.now + (block > .zero ? block + .milliseconds(20) : commandTimeout)
        var hasFound = false
        while !open.isEmpty {
            let ready = readable(among: open.values.map(\.descriptor), until: hasFound ? .now : end)
            if ready.isEmpty { break }
            for (place, session) in open where ready.contains(session.descriptor) {
                do throws(RedisError) {
                    guard let reply = try session.collect() else { continue }
                    if reply == .null, block > .zero, ContinuousClock.now < end {
                        // It began to wait earlier than the others; its slot must not go unwatched meanwhile.
                        session.begin(commands[place], until: .now + block + commandTimeout)
                        continue
                    }
                    replies[place] = reply
                    hasFound = hasFound || reply != .null
                    note(reply, of: tags[place], from: session.address)
                } catch {
                    guard !interruption.isClosed else { throw error }
                    readers[tags[place]] = nil
                    areRoutesStale = true
                }
                open[place] = nil
            }
        }
        return replies
    }

    /// Ends all connections.
    func release() {
        nodes = [:]
        readers = [:]
    }

    private func note(_ reply: Reply, of tag: String, from address: RedisURL.Address) {
        guard let redirection = ClusterRedirection(reply.failure, from: address) else { return }
        readers[tag] = nil
        areRoutesStale = true
        if !redirection.isOnce { routes.move(redirection.slot, to: redirection.address) }
    }

    /// Follows a node that says that another one has the slot; true when the unit is to be sent again.
    private func redirect(
        _ unit: ClusterUnit,
        _ commands: [Command],
        _ replies: inout [Reply],
        from address: RedisURL.Address,
        _ block: Duration
    ) throws(RedisError) -> Bool {
        let found = replies[unit.range].lazy.compactMap { ClusterRedirection($0.failure, from: address) }.first
        guard let redirection = found else { return false }
        guard redirection.isOnce else {
            routes.move(redirection.slot, to: redirection.address)
            areRoutesStale = true
            return true
        }
        // A transaction cannot follow a slot that is on its way; it is tried again by whoever wants it.
        guard unit.range.count == 1 else { return false }
        let asked = try node(redirection.address)
            .exchange([["ASKING"], commands[unit.range.lowerBound]], waitingUpTo: block)
        replies[unit.range.lowerBound] = asked[1]
        return false
    }

    private func grouped(_ units: [ClusterUnit]) -> [(RedisURL.Address, [ClusterUnit])] {
        var places: [RedisURL.Address: Int] = [:]
        var groups: [(RedisURL.Address, [ClusterUnit])] = []
        for unit in units {
            guard let address = unit.slot.map({ routes.owner(of: $0) }) ?? routes.masters.first else {
                areRoutesStale = true
                continue
            }
            if let place = places[address] {
                groups[place].1.append(unit)
            } else {
                places[address] = groups.count
                groups.append((address, [unit]))
            }
        }
        return groups
    }

    private func node(_ address: RedisURL.Address) throws(RedisError) -> Session {
        if let session = nodes[address] {
            if !session.isStale { return session }
            nodes[address] = nil
        }
        let session = try connect(address)
        nodes[address] = session
        return session
    }

    private func reader(of tag: String, _ slot: Int) throws(RedisError) -> Session {
        guard let address = routes.owner(of: slot) else {
            areRoutesStale = true
            throw RedisError(.unreachable, "No node of the Cluster has the slot \(slot).")
        }
        if let session = readers[tag], session.address == address {
            if let deadline = session.deadline {
                if deadline > .now { return session }
            } else if !session.isStale {
                return session
            }
        }
        readers[tag] = nil
        let session = try connect(address)
        readers[tag] = session
        return session
    }

    private func connect(_ address: RedisURL.Address) throws(RedisError) -> Session {
        if let known = unreachable[address], known.until > .now { throw known.reason }
        do throws(RedisError) {
            let session = try Session(
                to: url,
                at: address,
                name: name,
                connectTimeout: connectTimeout,
                commandTimeout: commandTimeout,
                interruption: interruption,
                on: executor
            )
            connectionCount += 1
            if unreachable[address] != nil || nodes[address] == nil {
                logger.info("A node of the Redis Cluster was connected.", metadata: facts(address))
            }
            unreachable[address] = nil
            backoffs[address] = nil
            return session
        } catch {
            let reason = RedisError(.unreachable, error.message, cause: error.cause)
            unreachable[address] = (until: .now + backoffs[address, default: Backoff()].next(), reason: reason)
            areRoutesStale = true
            logger.warning(
                "A node of the Redis Cluster could not be reached.",
                metadata: facts(address).merging(["reason": "\(error.message)"]) { $1 }
            )
            throw reason
        }
    }

    private func facts(_ address: RedisURL.Address) -> Logger.Metadata {
        ["node": "\(address)", "connection": "\(name)"]
    }

    private func drop(_ address: RedisURL.Address, after error: RedisError) {
        if error.endsSession { nodes[address] = nil }
        areRoutesStale = true
    }

    /// Asks who has which slots, if something has shown that it may have changed.
    private func refreshIfNeeded() throws(RedisError) {
        guard areRoutesStale, routes.isEmpty || nextRefresh <= .now else { return }
        nextRefresh = .now + .milliseconds(200)
        var failure: RedisError?
        for address in routes.masters + url.addresses {
            do throws(RedisError) {
                let reply = try node(address).exchange([["CLUSTER", "SLOTS"]])[0]
                if let refusal = reply.failure { throw .refused(refusal) }
                guard let found = ClusterRoutes(reply, from: address) else { continue }
                routes = found
                areRoutesStale = false
                return
            } catch {
                failure = error
                if error.endsSession { nodes[address] = nil }
            }
        }
        guard routes.isEmpty else { return }
        throw failure
            ?? RedisError(.unreachable, "The Cluster has no slots yet. Create it with redis-cli --cluster create.")
    }
}
