import Program

/// Why a command could not do its work: one line that says what happened and what to do, and the exit status.
struct ToolFailure: Error, Equatable {
    var status: ExitStatus
    var message: String

    /// The work was refused or found something wrong (status 1).
    static func failed(_ message: String) -> ToolFailure { .init(status: .fault, message: message) }
    /// The command was used wrongly (status 64).
    static func usage(_ message: String) -> ToolFailure { .init(status: .usage, message: message) }
    /// A server that is needed could not be reached (status 69).
    static func unavailable(_ message: String) -> ToolFailure { .init(status: .unavailable, message: message) }
    /// A setting is wrong (status 78).
    static func configuration(_ message: String) -> ToolFailure { .init(status: .configuration, message: message) }
}
