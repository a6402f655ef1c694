import Contract
package import Logging

/// Writes each log record as one line: readable text for a terminal, or a JSON object for machines.
package struct LineLogHandler: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level
    private let program: String
    private let style: LogStyle
    private let sink: LineSink
    private let now: @Sendable () -> String

    /// A handler for one logger; `program` stands in every record, `now` gives its time as RFC 3339 text.
    package init(
        program: String,
        level: Logger.Level,
        style: LogStyle,
        sink: LineSink = .standardError,
        metadataProvider: Logger.MetadataProvider? = nil,
        now: @escaping @Sendable () -> String = { Instant.now().description }
    ) {
        self.program = program
        self.style = style
        self.sink = sink
        self.metadataProvider = metadataProvider
        self.now = now
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() {
            all.merge(provided) { $1 }
        }
        if let own = event.metadata {
            all.merge(own) { $1 }
        }
        if let error = event.error {
            all["error"] = .string("\(error)")
        }
        let record = LogRecord(
            time: now(),
            level: event.level,
            program: program,
            message: event.message.description,
            metadata: all.sorted { $0.key < $1.key }
        )
        var line: [UInt8] = []
        line.reserveCapacity(256)
        switch style {
        case .json: record.appendJSON(to: &line)
        case .text(let isColoured): record.appendText(to: &line, isColoured: isColoured)
        }
        line.append(0x0A)
        sink(line)
    }
}

/// How a line looks.
package enum LogStyle: Sendable, Equatable {
    case json
    case text(isColoured: Bool)

    /// The style of a format; colour needs a terminal and no `NO_COLOR` (https://no-color.org).
    package init(_ format: LogFormat, isTerminal: Bool, environment: [String: String]) {
        let isPlain = !(environment["NO_COLOR"] ?? "").isEmpty || environment["TERM"] == "dumb"
        self = format == .json ? .json : .text(isColoured: isTerminal && !isPlain)
    }
}

/// One record, ready to be written.
struct LogRecord {
    let time: String
    let level: Logger.Level
    let program: String
    let message: String
    /// Sorted by key.
    let metadata: [(key: String, value: Logger.MetadataValue)]
}
