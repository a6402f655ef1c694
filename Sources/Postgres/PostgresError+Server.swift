extension PostgresError {
    /// Takes from the server's answer what may be shown.
    init(refusal: borrowing ServerResult) {
        let sqlState = refusal.fault(.sqlState)
        let message = refusal.fault(.message) ?? "the server refused the statement without a message"
        self.init(
            .server,
            sqlState: sqlState,
            message: sqlState?.hasPrefix("22") == true ? Self.withoutQuotedValues(message) : message,
            constraint: refusal.fault(.constraint),
            table: refusal.fault(.table),
            isStalePlan: sqlState == "0A000" && refusal.fault(.function) == "RevalidateCachedQuery"
        )
    }

    /// The server did not answer before the deadline.
    static var late: Self {
        Self(.timeout, message: "the server did not answer in time, so the session was ended")
    }

    /// A statement began to copy, which pipelines cannot do.
    static var copy: Self {
        Self(.connectionLost, message: "COPY is not possible here, so the session was ended")
    }

    /// Errors of class 22 quote the value that they refuse.
    private static func withoutQuotedValues(_ message: String) -> String {
        guard let first = message.firstIndex(of: "\""), let last = message.lastIndex(of: "\""), first < last else {
            return message
        }
        return message[...first] + "…" + message[last...]
    }
}
