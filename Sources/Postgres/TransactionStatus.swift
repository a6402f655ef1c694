internal import CLibpq

/// Where a session stands with regard to transaction blocks.
package enum TransactionStatus: Sendable, Equatable {
    /// Outside a transaction block.
    case idle
    /// Inside a transaction block.
    case inTransaction
    /// Inside a transaction block that an error has ended: only ROLLBACK is accepted.
    case failed
    /// The session has ended.
    case unknown

    init(_ status: PGTransactionStatusType) {
        self =
            switch status {
            case PQTRANS_IDLE: .idle
            case PQTRANS_INTRANS, PQTRANS_ACTIVE: .inTransaction
            case PQTRANS_INERROR: .failed
            default: .unknown
            }
    }
}
