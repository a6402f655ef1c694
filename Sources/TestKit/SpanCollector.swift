internal import Foundation

/// An HTTP server of a test's own that takes spans as an OpenTelemetry collector does.
package struct SpanCollector: Sendable {
    /// A span as it arrived.
    package struct Span: Sendable, Hashable {
        package let trace: String
        package let id: String
        /// Nothing at the beginning of a trace.
        package let parent: String?
        package let name: String
        /// What it is to its trace, by OTLP's number.
        package let kind: Int
        package let isFailure: Bool
        /// Whole nanoseconds since 1970.
        package let start: UInt64
        package let end: UInt64
        /// Its attributes as texts.
        package let attributes: [String: String]
    }

    /// What is given to programs as `OTEL_EXPORTER_OTLP_ENDPOINT`.
    package let endpoint: String
    private let program: RunningProgram

    /// Starts one that answers with these statuses, one after another and the last again and again, after that time.
    package static func start(answering statuses: [Int] = [200], after seconds: Int = 0) async throws -> SpanCollector {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Tests/TracesTests/collector.py").standardized.path
        let program = try await RunningProgram.start(
            "/usr/bin/python3",
            ["-B", script, statuses.map(String.init).joined(separator: ","), String(seconds)]
        )
        var port = ""
        try await eventually(within: .seconds(20), "the collector's port") {
            port = await program.output.split(separator: "\n").first.map(String.init) ?? ""
            return !port.isEmpty
        }
        return SpanCollector(endpoint: "http://127.0.0.1:\(port)", program: program)
    }

    /// The requests as they came: lines of JSON.
    package var requests: [String] {
        get async { await program.output.split(separator: "\n").dropFirst().map(String.init) }
    }

    /// The spans of all requests.
    package var spans: [Span] {
        get async {
            await requests.flatMap { line -> [Span] in
                let request = (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
                let body = request?["body"] as? [String: Any]
                let resources = body?["resourceSpans"] as? [[String: Any]] ?? []
                let scopes = resources.flatMap { $0["scopeSpans"] as? [[String: Any]] ?? [] }
                return scopes.flatMap { $0["spans"] as? [[String: Any]] ?? [] }.compactMap { Span($0) }
            }
        }
    }

    /// Ends it as a crash would.
    package func kill() async throws {
        try await program.kill9()
    }
}

extension SpanCollector.Span {
    fileprivate init?(_ span: [String: Any]) {
        guard let trace = span["traceId"] as? String, let id = span["spanId"] as? String,
            let name = span["name"] as? String,
            let start = (span["startTimeUnixNano"] as? String).flatMap({ UInt64($0) }),
            let end = (span["endTimeUnixNano"] as? String).flatMap({ UInt64($0) })
        else { return nil }
        self.trace = trace
        self.id = id
        self.name = name
        kind = span["kind"] as? Int ?? 0
        isFailure = (span["status"] as? [String: Any])?["code"] as? Int == 2
        self.start = start
        self.end = end
        parent = span["parentSpanId"] as? String
        var attributes: [String: String] = [:]
        for attribute in span["attributes"] as? [[String: Any]] ?? [] {
            guard let key = attribute["key"] as? String, let value = attribute["value"] as? [String: String] else {
                return nil
            }
            attributes[key] = value["stringValue"] ?? value["intValue"]
        }
        self.attributes = attributes
    }
}
