internal import Foundation
package import Redis

extension SharedServers {
    /// The shared Redis: `TEST_REDIS_URL` if it is set, else a server of this process' own.
    ///
    /// Others use it at the same time: keep to keys under a fresh `prefix()`, and never empty or stop it.
    package static var redis: RedisURL {
        get async throws {
            if let text = ProcessInfo.processInfo.environment["TEST_REDIS_URL"], !text.isEmpty {
                return try RedisURL(text)
            }
            return try await ownRedis.value.url
        }
    }

    /// The first part of the keys of one test.
    package static func prefix() -> String {
        "test-" + String(UInt64.random(in: 0 ... .max), radix: 36)
    }

    // A task, so that whoever comes first starts the server and the others wait for it. It lives as long as the process.
    private static let ownRedis = Task { try await RedisServer.start() }
}
