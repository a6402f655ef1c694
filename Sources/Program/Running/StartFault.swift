/// Why a program does not start: one line for the operator, and the exit status that goes with it.
package struct StartFault: Error, Sendable, Equatable {
    package let status: ExitStatus
    /// One sentence without line breaks and without secrets.
    package let line: String

    package init(_ status: ExitStatus, _ line: String) {
        self.status = status
        self.line = line
    }
}
