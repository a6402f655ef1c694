internal import CLibpq
internal import Logging

private let logger = Logger(label: "postgres")

/// What the server says of its own accord.
///
/// It is logged at `debug`. The reason why a session ends arrives in this way too, when the session is idle, and is kept.
final class Notices {
    private(set) var farewell: PostgresError?

    /// Has libpq deliver the notices of a connection here, for as long as it exists.
    ///
    /// This object must outlive the connection.
    @unsafe
    func receive(from connection: OpaquePointer) {
        unsafe _ = PQsetNoticeReceiver(
            connection,
            { context, notice in
                guard let context = unsafe context, let notice = unsafe notice else { return }
                // Safe because the context is this object, and the notice lives as long as this call.
                unsafe Unmanaged<Notices>.fromOpaque(context).takeUnretainedValue().take(notice)
            },
            Unmanaged.passUnretained(self).toOpaque()
        )
    }

    @unsafe
    private func take(_ notice: OpaquePointer) {
        let severity = unsafe FaultField.severity.value(in: notice) ?? ""
        let sqlState = unsafe FaultField.sqlState.value(in: notice) ?? ""
        let message = unsafe FaultField.message.value(in: notice) ?? ""
        if severity == "FATAL" || severity == "PANIC" {
            farewell = PostgresError(.connectionLost, sqlState: sqlState, message: message)
        }
        logger.debug(
            "PostgreSQL sent a notice.",
            metadata: ["severity": "\(severity)", "sqlState": "\(sqlState)", "notice": "\(message)"]
        )
    }
}
