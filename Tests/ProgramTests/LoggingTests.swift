import Foundation
import Logging
import Synchronization
import Testing

@testable import Program

@Suite struct LoggingTests {
    /// Keeps the lines that a logger writes.
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])

        func logger(_ style: LogStyle, level: Logger.Level = .info) -> Logger {
            Logger(label: "test") { _ in
                LineLogHandler(
                    program: "ingest",
                    level: level,
                    style: style,
                    sink: LineSink { line in self.all.withLock { $0.append(String(decoding: line, as: UTF8.self)) } },
                    now: { "2026-03-01T08:00:00.123Z" }
                )
            }
        }

        var last: String { all.withLock { $0.last ?? "" } }
    }

    private func object(_ line: String) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }

    @Test func `a record is one JSON object with its metadata flat`() {
        let lines = Lines()
        var logger = lines.logger(.json)
        logger[metadataKey: "lane"] = .stringConvertible(3)
        logger.info(
            "The batch was committed",
            metadata: [
                "took": ["ms": "12", "rows": "5"], "topics": ["cases", "clocks"], "clean": .stringConvertible(true),
            ]
        )
        #expect(
            lines.last == #"{"ts":"2026-03-01T08:00:00.123Z","level":"info","message":"The batch was committed","#
                + #""program":"ingest","clean":true,"lane":3,"took.ms":"12","took.rows":"5","topics":["cases","clocks"]}"#
                + "\n"
        )
    }

    @Test(arguments: [
        "plain", "", "quote \" backslash \\ slash /", "line\nfeed\r\n tab\t", "\u{0}\u{1}\u{1F}\u{7F}\u{9B}",
        "{\"level\":\"critical\"}", "zulu é 漢字 🙂", "\u{2028}\u{2029}",
    ])
    func `whatever a text holds, its JSON line is one line and gives it back`(text: String) throws {
        let lines = Lines()
        lines.logger(.json).info("\(text)", metadata: ["value": "\(text)", text: "key"])
        #expect(lines.last.utf8.count { $0 == 0x0A } == 1)
        let object = try object(lines.last)
        #expect(object["message"] as? String == text)
        #expect(object["value"] as? String == text)
        #expect(object[text] as? String == "key")
    }

    @Test func `metadata cannot take the place of the record's own fields`() throws {
        let lines = Lines()
        lines.logger(.json).error("it broke", metadata: ["level": "info", "message": "fine"])
        let object = try object(lines.last)
        #expect(object["level"] as? String == "error")
        #expect(object["message"] as? String == "it broke")
        #expect(object["metadata.message"] as? String == "fine")
    }

    @Test func `a text line is readable and quotes what would run together`() {
        let lines = Lines()
        lines.logger(.text(isColoured: false)).warning("Redis was lost", metadata: ["why": "timed out", "lane": "0"])
        #expect(
            lines.last == "2026-03-01T08:00:00.123Z WARNING  ingest: Redis was lost lane=0 why=\"timed out\"\n"
        )
    }

    @Test(arguments: ["a\nb", "\u{1B}[2J", "a\u{9B}b", "\u{202E}x", "a\r"])
    func `no text forges a line or steers the terminal`(text: String) {
        let lines = Lines()
        lines.logger(.text(isColoured: false)).info("\(text)", metadata: ["value": "\(text)"])
        let scalars = lines.last.dropLast().unicodeScalars
        #expect(scalars.allSatisfy { $0.properties.generalCategory != .control && $0 != "\u{202E}" })
    }

    @Test func `colour is for terminals that want it`() {
        #expect(LogStyle(.text, isTerminal: true, environment: [:]) == .text(isColoured: true))
        #expect(LogStyle(.text, isTerminal: true, environment: ["NO_COLOR": "1"]) == .text(isColoured: false))
        #expect(LogStyle(.text, isTerminal: true, environment: ["TERM": "dumb"]) == .text(isColoured: false))
        #expect(LogStyle(.text, isTerminal: false, environment: [:]) == .text(isColoured: false))
        #expect(LogStyle(.json, isTerminal: true, environment: [:]) == .json)
    }

    @Test func `the record's metadata wins over the logger's`() throws {
        let lines = Lines()
        var logger = lines.logger(.json)
        logger[metadataKey: "lane"] = "0"
        logger.info("x", metadata: ["lane": "1"])
        #expect(try object(lines.last)["lane"] as? String == "1")
    }

    @Test func `records below the level are left out`() {
        let lines = Lines()
        lines.logger(.json, level: .warning).info("x")
        #expect(lines.last.isEmpty)
    }
}
