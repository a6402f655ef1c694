internal import CLibpq

extension Connection {
    /// Runs a script of several statements by the simple protocol, outside pipeline mode, and reads all its answers.
    ///
    /// - Throws: `PostgresError`: of the kind `.server`, the connection can be used on; of any other, it cannot.
    func run(script: String, before deadline: ContinuousClock.Instant?) throws(PostgresError) {
        guard leavePipelineMode(), send(script) else { throw farewell(after: nil) }
        var fault: PostgresError?
        reading: while true {
            switch next(before: deadline) {
            case .result(let result):
                switch result.status {
                case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY: continue
                case PGRES_FATAL_ERROR: fault = fault ?? PostgresError(refusal: result)
                default: throw .copy
                }
            case .endOfCommand: break reading
            case .lost: throw farewell(after: fault)
            case .late: throw .late
            }
        }
        guard enterPipelineMode() else { throw farewell(after: fault) }
        if let fault { throw fault }
    }
}
