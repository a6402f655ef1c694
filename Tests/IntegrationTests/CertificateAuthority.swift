import Foundation
import Glibc
import TestKit

/// A private certificate authority in a directory of the test's own, by openssl.
final class CertificateAuthority: Sendable {
    let path = "/tmp/saypro-test-ca-\(UInt32.random(in: 0 ... .max))"

    var certificate: String { "\(path)/ca.pem" }

    static func create() async throws -> CertificateAuthority {
        let authority = CertificateAuthority()
        try FileManager.default.createDirectory(atPath: authority.path, withIntermediateDirectories: false)
        try await authority.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj",
            "/CN=House authority", "-keyout", "\(authority.path)/ca.key", "-out", authority.certificate,
        ])
        return authority
    }

    private init() {}

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Makes a key and a certificate for a name; answers the paths of both without their extensions `.pem` and `.key`.
    ///
    /// The key is readable by its owner alone; `owner` is a user of the system, ourselves without it.
    func issue(_ name: String, file: String, owner: String? = nil) async throws -> String {
        let base = "\(path)/\(file)"
        try await openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(name)",
            "-keyout",
            "\(base).key", "-out", "\(base).csr",
        ])
        try Data("subjectAltName=DNS:\(name)\n".utf8).write(to: URL(fileURLWithPath: "\(base).ext"))
        try await openssl([
            "x509", "-req", "-in", "\(base).csr", "-CA", certificate, "-CAkey", "\(path)/ca.key", "-CAcreateserial",
            "-days",
            "2", "-extfile", "\(base).ext", "-out", "\(base).pem",
        ])
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(base).key")
        if let owner, geteuid() == 0 {
            _ = try await RunningProgram.output(of: "chown", ["\(owner):", "\(base).key"])
        }
        return base
    }

    private func openssl(_ arguments: [String]) async throws {
        _ = try await RunningProgram.output(of: "openssl", arguments)
    }
}
