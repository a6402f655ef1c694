import Foundation

/// A directory for the secrets of one test; it goes with the object.
final class SecretsDirectory {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "ingest-secrets-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func write(_ name: String, _ content: String) throws {
        try Data(content.utf8).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    }
}
