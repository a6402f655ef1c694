internal import Foundation

/// A directory under `/tmp` for the data of a test's server, short enough for the path of a Unix socket.
///
/// Its name holds the test process' id; what processes left behind that were killed is removed by the next one.
final class ServerDirectory: Sendable {
    let path: String

    init(kind: String) throws {
        let name = "saypro-test-\(kind)-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        path = "/tmp/\(name)"
        Self.removeAbandoned(kind: kind)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        remove()
    }

    func text(of file: String) -> String {
        FileManager.default.contents(atPath: "\(path)/\(file)").map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }

    private static func removeAbandoned(kind: String) {
        let prefix = "saypro-test-\(kind)-"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/tmp")) ?? []
        for name in names where name.hasPrefix(prefix) {
            // Without a process' id it is of another kind, whose name begins like this one's.
            guard let owner = Int32(name.dropFirst(prefix.count).prefix { $0 != "-" }),
                !FileManager.default.fileExists(atPath: "/proc/\(owner)")
            else { continue }
            try? FileManager.default.removeItem(atPath: "/tmp/\(name)")
        }
    }
}
