/// What a program's exit status says to whoever started it.
package enum ExitStatus: Int32, Sendable, CaseIterable {
    /// Asked to stop, and everything in hand was finished; or help was asked for and given.
    case drained = 0
    /// Something that should not happen did; the line on stderr says what.
    case fault = 1
    /// The command line is wrong.
    case usage = 64
    /// A needed server could not be reached at start-up.
    case unavailable = 69
    /// The environment, a file or a secret is wrong.
    case configuration = 78

    /// The one-line explanation in `--help`.
    package var meaning: String {
        switch self {
        case .drained: "asked to stop, and drained"
        case .fault: "an unexpected fault"
        case .usage: "wrong command line"
        case .unavailable: "a needed server could not be reached within --connect-timeout"
        case .configuration: "wrong configuration"
        }
    }
}
