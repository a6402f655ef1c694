import Foundation
import Program
import TestKit
import Webhooks

/// The receiver of receiver.py, running on loopback, and what a sender needs to reach it.
struct Receiver {
    /// What it says of a request.
    struct Request: Decodable {
        let path: String
        let host: String
        let signed: Bool
        let connection: Int
        let bytes: Int
        let address: String
        let name: String?
        let id: String
    }

    private struct Ports: Decodable {
        let port: Int
        let mute: Int
    }

    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    let program: RunningProgram
    let port: Int
    let mute: Int

    init(certificate: TestAuthority? = nil) async throws {
        program = try await RunningProgram.start(
            "python3",
            ["-B", Self.script("receiver.py"), Self.secret] + (certificate.map { [$0.certificate, $0.key] } ?? [])
        )
        var ports: Ports?
        try await eventually(within: .seconds(20), "the receiver's ports") { [program] in
            ports = await program.output.split(separator: "\n").first
                .flatMap { try? JSONDecoder().decode(Ports.self, from: Data($0.utf8)) }
            return ports != nil
        }
        guard let ports else { throw ProgramFailed(description: "the receiver has no ports") }
        (port, mute) = (ports.port, ports.mute)
    }

    var requests: [Request] {
        get async {
            await program.output.split(separator: "\n").dropFirst()
                .compactMap { try? JSONDecoder().decode(Request.self, from: Data($0.utf8)) }
        }
    }

    static func script(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name).path
    }
}

/// An authority of the test's own, and a certificate that it gave for `hooks.partner.example`, `*.wild.example` and 127.0.0.1.
final class TestAuthority: Sendable {
    private let folder: String
    var authority: String { "\(folder)/ca.pem" }
    var certificate: String { "\(folder)/receiver.pem" }
    var key: String { "\(folder)/receiver.key" }

    init() async throws {
        folder = "/tmp/saypro-test-webhooks-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
        let names = "subjectAltName=DNS:hooks.partner.example,DNS:*.Wild.example,IP:127.0.0.1"
        try Data(names.utf8).write(to: URL(fileURLWithPath: "\(folder)/names"))
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        _ = try await RunningProgram.output(
            of: "openssl",
            [
                "req", "-x509", "-subj", "/CN=Test authority", "-days", "2", "-keyout", "\(folder)/ca.key", "-out",
                authority,
            ]
                + curve
        )
        _ = try await RunningProgram.output(
            of: "openssl",
            ["req", "-subj", "/CN=Receiver", "-keyout", key, "-out", "\(folder)/receiver.csr"] + curve
        )
        _ = try await RunningProgram.output(
            of: "openssl",
            [
                "x509", "-req", "-in", "\(folder)/receiver.csr", "-CA", authority, "-CAkey", "\(folder)/ca.key",
                "-CAcreateserial", "-days", "1", "-extfile", "\(folder)/names", "-out", certificate,
            ]
        )
    }

    deinit {
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// Answers from a list, the last one again and again, and counts how often it was asked.
actor ListedAnswers: AddressResolver {
    private var answers: [[String]]
    private(set) var asked = 0

    init(_ answers: [String]...) {
        self.answers = answers
    }

    func addresses(of name: String, within limit: Duration) async throws -> [IPAddress] {
        asked += 1
        let answer = answers.count > 1 ? answers.removeFirst() : answers.first ?? []
        return answer.compactMap { IPAddress($0) }
    }
}

/// A guard with the networks that the setting names, as the notifier will have it.
func guarding(allowed networks: String? = nil) throws -> TargetGuard {
    guard let networks else { return TargetGuard(ownAddresses: { [] }) }
    let settings = try WorkerSettings(program: "notifier", environment: ["SAYPRO_WEBHOOK_ALLOW": networks])
    return TargetGuard(
        allows: { [blocks = settings.webhookNetworks] address in blocks.contains { $0.contains(address) } },
        ownAddresses: { [] }
    )
}

func delivery(to url: String, id: String = "msg_1", body: String = #"{"type":"case.opened"}"#) throws -> WebhookDelivery
{
    WebhookDelivery(
        try WebhookMessage(id: id, body: Array(body.utf8)),
        to: url,
        secrets: SigningSecrets(try SigningSecret(Receiver.secret))
    )
}
