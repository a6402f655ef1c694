import Foundation
import TestKit
import Testing

/// A mail server or a receiver of webhooks as a process of the test's own: the programs of the tests of those channels.
final class SinkProcess: Sendable {
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

    private struct Ports: Decodable {
        let port: Int
        let mute: Int
    }

    let port: Int
    /// A port that takes connections and never says a word.
    let mute: Int
    private let program: RunningProgram

    private let folder: String?

    private init(_ program: RunningProgram, port: Int, mute: Int = 0, folder: String? = nil) {
        self.program = program
        self.folder = folder
        self.port = port
        self.mute = mute
    }

    static func mailServer(mode: String = "aiosmtpd") async throws -> SinkProcess {
        let folder = "/tmp/saypro-test-courier-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let program = try await RunningProgram.start(
            try await RunningProgram.python(with: "aiosmtpd"),
            [script("MailTests/mail-server.py"), folder, mode]
        )
        var port: Int?
        try await eventually(within: .seconds(20), "the mail server's port") {
            port = FileManager.default.contents(atPath: "\(folder)/port").flatMap {
                Int(String(decoding: $0, as: UTF8.self))
            }
            return port != nil
        }
        return SinkProcess(program, port: try #require(port), folder: folder)
    }

    deinit {
        if let folder { try? FileManager.default.removeItem(atPath: folder) }
    }

    static func receiver() async throws -> SinkProcess {
        let program = try await RunningProgram.start("python3", ["-B", script("WebhooksTests/receiver.py"), secret])
        var ports: Ports?
        try await eventually(within: .seconds(20), "the receiver's ports") {
            ports = await program.output.split(separator: "\n").first
                .flatMap { try? JSONDecoder().decode(Ports.self, from: Data($0.utf8)) }
            return ports != nil
        }
        let found = try #require(ports)
        return SinkProcess(program, port: found.port, mute: found.mute)
    }

    /// Whether each request bore a signature that Python's standard library finds right.
    var areSigned: Bool {
        get async {
            let lines = await program.output.split(separator: "\n").dropFirst()
            return !lines.isEmpty && lines.allSatisfy { $0.contains("\"signed\": true") }
        }
    }

    /// The lines of all mails that begin so.
    func headers(_ name: String) -> [String] {
        guard let folder, let files = try? FileManager.default.contentsOfDirectory(atPath: folder) else { return [] }
        return files.filter { $0.hasSuffix(".eml") }.flatMap { file in
            let bytes = FileManager.default.contents(atPath: "\(folder)/\(file)") ?? Data()
            return String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).map(String.init)
                .filter { $0.hasPrefix(name) }
        }
    }

    /// What each mail is made of, as Python's standard library reads it: its types, and the files with their sizes.
    func mails() async throws -> [String] {
        let reading = """
            import email, email.policy, glob, os, sys
            for path in sorted(glob.glob(sys.argv[1] + "/*.eml"), key=os.path.getmtime):
                mail = email.message_from_binary_file(open(path, "rb"), policy=email.policy.default)
                files = [f"{p.get_filename()}:{len(p.get_payload(decode=True))}" for p in mail.iter_attachments()]
                print(" ".join([part.get_content_type() for part in mail.walk()] + files * (not mail.get_content_type().endswith("alternative"))))
            """
        let output = try await RunningProgram.output(of: "python3", ["-c", reading, folder ?? ""])
        return output.split(separator: "\n").map(String.init)
    }

    private static func script(_ path: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent(path).path
    }
}
