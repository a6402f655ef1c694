/// How a log record is written.
package enum LogFormat: String, Sendable, CaseIterable {
    /// For people at a terminal.
    case text
    /// One JSON object per line, for machines.
    case json
}
