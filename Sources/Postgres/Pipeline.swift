internal import CLibpq

/// One trip to the server: queues statements with one synchronisation point and makes sense of the answers.
struct Pipeline {
    /// What is to be answered, in order.
    private enum Step {
        /// Housekeeping for a statement that the cache has given up; its failure is of no interest.
        case deallocate
        case prepare(statement: Int, name: String)
        case execute(statement: Int)
        case synchronize
    }

    private let connection: Connection
    private let statements: [Statement]
    private var steps: [Step] = []
    private var position = 0
    private var rows: [Rows] = []
    private var fault: PostgresError?

    init(_ statements: [Statement], on connection: Connection) {
        self.statements = statements
        self.connection = connection
        rows.reserveCapacity(statements.count)
    }

    /// Sends all statements and reads all answers, also those that follow a refusal.
    ///
    /// - Throws: `PostgresError`: of the kind `.server`, the session can be used on; of any other, it cannot.
    mutating func run(
        cache: inout StatementCache,
        parameters: inout ParameterBuffer,
        resultLimit: Int,
        deadline: ContinuousClock.Instant?
    ) throws(PostgresError) -> [Rows] {
        guard queue(&cache, &parameters) else { throw connection.farewell(after: fault) }
        var memory = 0
        while position < steps.count {
            switch connection.next(before: deadline) {
            case .result(let result):
                memory += result.memorySize
                guard memory <= resultLimit else {
                    throw PostgresError(
                        .connectionLost,
                        message: "the results took more than \(resultLimit) bytes, so the session was ended"
                    )
                }
                try take(result, &cache)
            case .endOfCommand: position += 1
            case .lost: throw connection.farewell(after: fault)
            case .late: throw .late
            }
        }
        if let fault { throw fault }
        return rows
    }

    // MARK: Queueing

    /// Queues everything; false when the session has ended.
    private mutating func queue(_ cache: inout StatementCache, _ parameters: inout ParameterBuffer) -> Bool {
        guard queueDeallocations(&cache) else { return false }
        for (index, statement) in statements.enumerated() {
            parameters.encode(statement.parameters)
            guard parameters.isWithinLimits else {
                // Refused by the server in its turn, so that what precedes and follows it is treated as always.
                guard connection.execute(once: Self.refusalOfSize) else { return false }
                steps.append(.execute(statement: index))
                continue
            }
            let (prepared, isNew) = cache.lookUp(statement)
            if isNew {
                let isQueued = connection.prepare(statement.text, name: prepared.name, types: prepared.types)
                guard isQueued else { return false }
                steps.append(.prepare(statement: index, name: prepared.name))
            }
            guard connection.execute(prepared.name, with: parameters) else { return false }
            steps.append(.execute(statement: index))
        }
        steps.append(.synchronize)
        return connection.synchronize()
    }

    /// Between transactions only, where nothing that has failed can stand in its way, and with an end of its own, since
    /// after a first command BEGIN could no longer choose the isolation.
    private mutating func queueDeallocations(_ cache: inout StatementCache) -> Bool {
        guard !cache.retired.isEmpty, connection.transactionStatus == PQTRANS_IDLE else { return true }
        for name in cache.takeRetired() {
            guard connection.execute(once: "DEALLOCATE \(name)") else { return false }
            steps.append(.deallocate)
        }
        steps.append(.synchronize)
        return connection.synchronize()
    }

    private static let refusalOfSize = """
        DO $$ BEGIN RAISE EXCEPTION 'the values of the statement are too large' USING ERRCODE = '54000'; END $$
        """

    // MARK: Answers

    private mutating func take(_ result: consuming ServerResult, _ cache: inout StatementCache) throws(PostgresError) {
        let step = steps[position]
        switch result.status {
        case PGRES_PIPELINE_SYNC: position += 1
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            guard case .execute(let index) = step else { return }
            if fault == nil { fault = faultOfCommit(index, result) }
            rows.append(Rows(result))
        case PGRES_PIPELINE_ABORTED:
            forget(step, &cache)
        case PGRES_FATAL_ERROR:
            forget(step, &cache)
            refuse(step, PostgresError(refusal: result), &cache)
        default:
            throw .copy
        }
    }

    /// A statement whose Parse failed or was skipped does not exist on the server.
    private func forget(_ step: Step, _ cache: inout StatementCache) {
        guard case .prepare(let index, let name) = step else { return }
        cache.discard(statements[index].text, name: name)
    }

    private mutating func refuse(_ step: Step, _ refusal: PostgresError, _ cache: inout StatementCache) {
        guard fault == nil else { return }
        switch step {
        case .prepare(let index, _), .execute(let index):
            fault = refusal
            fault?.statementIndex = index
            // A change of the schema seldom comes alone, and one failed batch is enough to learn of it.
            if refusal.isStalePlan { cache.retireAll() }
            if refusal.sqlState == "26000" { cache.forgetAll() }
        case .deallocate, .synchronize: break
        }
    }

    /// COMMIT of a transaction that has failed rolls it back, and the server calls that a success.
    private func faultOfCommit(_ index: Int, _ result: borrowing ServerResult) -> PostgresError? {
        guard result.columnCount == 0, result.tag == "ROLLBACK" else { return nil }
        let verb = statements[index].text.drop { $0.isWhitespace }.prefix(while: \.isLetter).uppercased()
        guard verb == "COMMIT" || verb == "END" else { return nil }
        return PostgresError(
            .server,
            sqlState: "25P02",
            message: "the transaction was rolled back instead of committed, since a statement in it had failed",
            statementIndex: index
        )
    }
}
