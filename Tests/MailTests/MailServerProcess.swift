import Foundation
import Mail
import TestKit
import Testing

/// `mail-server.py` as a process of the test's own.
final class MailServerProcess: Sendable {
    /// What the server noted about a message.
    struct Entry: Decodable {
        let file: String
        let sender: String?
        let recipient: String?
        let recipients: Int?
        let connection: Int
        let tls: Bool?
        let account: String?
        let smtputf8: Bool?
    }

    let folder: Folder
    let port: Int
    private let program: RunningProgram

    /// Starts the server in that mode, with a certificate for `name` if it speaks TLS.
    static func start(
        mode: String = "aiosmtpd",
        _ options: [String] = [],
        certificateFor name: String = "127.0.0.1"
    ) async throws -> MailServerProcess {
        let folder = try Folder()
        if options.contains(where: { $0.hasSuffix("tls") }) { try await makeCertificate(for: name, in: folder) }
        let program = try await RunningProgram.start(
            try await Python.interpreter(),
            [Python.script("mail-server.py"), folder.path, mode] + options
        )
        try await eventually(within: .seconds(20), "the mail server's port") { folder.bytes(of: "port") != nil }
        let port = try #require(folder.bytes(of: "port").flatMap { Int(String(decoding: $0, as: UTF8.self)) })
        return MailServerProcess(folder: folder, port: port, program: program)
    }

    private init(folder: Folder, port: Int, program: RunningProgram) {
        self.folder = folder
        self.port = port
        self.program = program
    }

    /// A client of it.
    func client(
        security: MailServer.Security = .none,
        credentials: MailServer.Credentials? = nil,
        trusting: Bool = true,
        host: String = "127.0.0.1",
        limits: MailLimits = MailLimits(connect: .seconds(10), message: .seconds(20))
    ) throws -> MailClient {
        let server = try #require(
            MailServer(
                host: host,
                port: port,
                security: security,
                credentials: credentials,
                authorities: security != .none && trusting ? "\(folder.path)/certificate.pem" : nil
            )
        )
        return MailClient(server: server, limits: limits)
    }

    /// What it took, in order.
    var log: [Entry] {
        get throws {
            let lines = String(decoding: folder.bytes(of: "log") ?? [], as: UTF8.self).split(separator: "\n")
            return try lines.map { try JSONDecoder().decode(Entry.self, from: Data($0.utf8)) }
        }
    }

    func message(_ number: Int) throws -> [UInt8] {
        try #require(folder.bytes(of: "\(number).eml"))
    }

    private static func makeCertificate(for name: String, in folder: Folder) async throws {
        let isAddress = name.allSatisfy { $0.isNumber || $0 == "." }
        _ = try await RunningProgram.output(
            of: "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=\(name)", "-addext", "subjectAltName=\(isAddress ? "IP" : "DNS"):\(name)",
                "-keyout", "\(folder.path)/key.pem", "-out", "\(folder.path)/certificate.pem",
            ]
        )
    }
}
