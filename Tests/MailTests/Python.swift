import Foundation
import TestKit

/// The Python programs beside these tests.
enum Python {
    static func script(_ name: String) -> String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(name).path
    }

    /// The first Python that has aiosmtpd.
    static func interpreter() async throws -> String { try await RunningProgram.python(with: "aiosmtpd") }
}

/// A folder of a test's own, removed with this object.
final class Folder: Sendable {
    let path = "/tmp/saypro-test-mail-\(getpid())-\(UInt32.random(in: 0 ... .max))"

    init() throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func bytes(of file: String) -> [UInt8]? {
        FileManager.default.contents(atPath: "\(path)/\(file)").map(Array.init)
    }

    func write(_ bytes: [UInt8], to file: String) throws {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(file)"))
    }
}
