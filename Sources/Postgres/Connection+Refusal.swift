internal import Blocking
internal import CLibpq
internal import Glibc

extension Connection {
    /// Tries to connect with a libpq that answers codes instead of words, since it tells why there is no session in no
    /// other way; blocks until the deadline at most.
    ///
    /// - Returns: The SQLSTATE with which the last server refused; nil where none did so before the deadline.
    static func refusal(of plan: ConnectionPlan, before deadline: ContinuousClock.Instant) -> String? {
        let opened = unsafe withCStrings(plan.keywords) { keywords in
            unsafe withCStrings(plan.values) { values in
                // Safe because libpq copies the texts; 1 lets it read `dbname` as a URI.
                unsafe PQconnectStartParams(keywords, values, 1)
            }
        }
        guard let handle = unsafe opened else { return nil }
        defer { unsafe PQfinish(handle) }
        _ = unsafe PQsetErrorVerbosity(handle, PQERRORS_SQLSTATE)
        guard unsafe finish(handle, before: deadline) == PGRES_POLLING_FAILED else { return nil }
        // That it was asked for a password and has none, libpq finds out itself.
        if unsafe PQconnectionNeedsPassword(handle) == 1 { return "28P01" }
        guard let state = unsafe oneLine(PQerrorMessage(handle)).split(separator: " ").last, state.utf8.count == 5,
            state.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) })
        else { return nil }
        return String(state)
    }

    /// Goes on until there is a session, or none, or the deadline has passed.
    private static func finish(
        _ handle: OpaquePointer,
        before deadline: ContinuousClock.Instant
    ) -> PostgresPollingStatusType {
        guard unsafe PQstatus(handle) != CONNECTION_BAD else { return PGRES_POLLING_FAILED }
        var status = PGRES_POLLING_WRITING
        while status == PGRES_POLLING_READING || status == PGRES_POLLING_WRITING {
            let left = ContinuousClock.now.duration(to: deadline)
            guard left > .zero else { return status }
            let event = status == PGRES_POLLING_READING ? POLLIN : POLLOUT
            var socket = pollfd(fd: unsafe PQsocket(handle), events: Int16(event), revents: 0)
            let ready = unsafe poll(&socket, 1, Int32(clamping: Int64(left / .milliseconds(1)) + 1))
            if ready > 0 { status = unsafe PQconnectPoll(handle) }
            if ready < 0, errno != EINTR { return status }
        }
        return status
    }
}

extension PostgresSession {
    /// Asks a server that could not be reached once more, and answers the SQLSTATE with which it refuses, such as 28P01.
    ///
    /// It is for telling people a wrong password from a server that is not there: a refused session has no such code.
    /// Nil where no server refuses within the limit.
    package static func refusal(of url: PostgresURL, within limit: Duration) async -> String? {
        let plan = ConnectionPlan(url: url, applicationName: "saypro", settings: [:], connectTimeout: limit)
        let asker = PostgresSession(
            on: BlockingExecutor(name: "postgres"),
            answerTimeout: nil,
            statementCapacity: 1,
            resultLimit: 0
        )
        return await asker.refusal(of: plan, before: .now + limit)
    }

    private func refusal(of plan: ConnectionPlan, before deadline: ContinuousClock.Instant) -> String? {
        Connection.refusal(of: plan, before: deadline)
    }
}
