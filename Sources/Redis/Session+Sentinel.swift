internal import Blocking

extension Session {
    /// Connects to the one server, to a node of the Cluster, or to the master that the Sentinels name.
    ///
    /// A Sentinel may not have heard of a failover yet, so what it names is asked for its role, and the next Sentinel asked
    /// if it is no master.
    static func open(
        to url: RedisURL,
        name: String,
        connectTimeout: Duration,
        commandTimeout: Duration,
        interruption: Interruption,
        on executor: BlockingExecutor
    ) throws(RedisError) -> Session {
        func connect(_ address: RedisURL.Address, as url: RedisURL) throws(RedisError) -> Session {
            try Session(
                to: url,
                at: address,
                name: name,
                connectTimeout: connectTimeout,
                commandTimeout: commandTimeout,
                interruption: interruption,
                on: executor
            )
        }
        guard case .sentinels(let master) = url.topology else {
            for address in url.addresses.dropLast() {
                if let session = try? connect(address, as: url) { return session }
            }
            return try connect(url.addresses[url.addresses.count - 1], as: url)
        }
        var reason = RedisError(.unreachable, "No Sentinel could be asked for the master \(master).")
        for sentinel in url.addresses {
            do throws(RedisError) {
                let address = try connect(sentinel, as: url.ofSentinels).master(named: master, login: url)
                let session = try connect(address, as: url)
                try session.requireMaster()
                return session
            } catch {
                guard !interruption.isClosed else { throw error }
                reason = error
            }
        }
        throw RedisError(.unreachable, reason.message, cause: reason.cause)
    }

    /// Asks this Sentinel for the address of a master.
    private func master(named name: String, login url: RedisURL) throws(RedisError) -> RedisURL.Address {
        let question: Command = ["SENTINEL", "get-master-addr-by-name", name]
        var reply = try exchange([question])[0]
        // Sentinels that ask for a login have the servers' own.
        if reply.failure?.code == "NOAUTH", let password = url.password {
            let login: Command = url.user.map { ["AUTH", $0, password] } ?? ["AUTH", password]
            reply = try exchange([login, question])[1]
        }
        if let failure = reply.failure { throw .refused(failure) }
        guard let parts = reply.array, parts.count == 2, let host = parts[0].text,
            let port = parts[1].text.flatMap({ Int($0) })
        else {
            throw RedisError(.unreachable, "The Sentinel at \(address) knows no master \(name). Check ?sentinel=.")
        }
        return .tcp(host: host, port: port)
    }

    private func requireMaster() throws(RedisError) {
        let reply = try exchange([["ROLE"]])[0]
        // A user without the right to ask finds out by READONLY.
        if reply.failure?.code == "NOPERM" { return }
        guard reply.array?.first?.text == "master" else {
            throw RedisError(.unreachable, "The server at \(address) is not the master that the Sentinel says it is.")
        }
    }
}

extension RedisURL {
    /// The Sentinels without login and database, which they need not have.
    fileprivate var ofSentinels: RedisURL { RedisURL(addresses: addresses, topology: topology) }

    fileprivate init(addresses: [Address], topology: Topology) {
        self.addresses = addresses
        self.topology = topology
        user = nil
        password = nil
        database = 0
    }
}
