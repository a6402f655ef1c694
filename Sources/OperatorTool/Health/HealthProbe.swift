import NIOCore
import NIOPosix
import Program

/// One question to a program's status endpoints.
struct HealthProbe {
    let address: ListenAddress
    let token: [UInt8]?
    let timeout: Duration

    /// What it says: whether that is good, and its words.
    struct Answer: Sendable, Equatable {
        var isFine: Bool
        var text: String

        /// Reads an HTTP answer; nil when it is none.
        init?(_ response: String) {
            let lines = response.split(separator: "\r\n", omittingEmptySubsequences: false)
            guard let status = lines.first?.split(separator: " "), status.count > 1, status[0].hasPrefix("HTTP/1")
            else {
                return nil
            }
            isFine = status[1] == "200"
            let body = lines.drop { !$0.isEmpty }.dropFirst().joined(separator: " ")
            text = body.split(whereSeparator: \.isNewline).first.map(String.init) ?? String(status[1])
        }
    }

    /// Asks for the path.
    ///
    /// - Throws: a failure with status 69 when nothing answers in time.
    func ask(_ path: String) async throws -> Answer {
        do {
            let response = try await withThrowingTaskGroup(of: String.self) { group in
                group.addTask { try await exchange(path) }
                group.addTask {
                    try await Task.sleep(for: timeout)
                    throw CancellationError()
                }
                defer { group.cancelAll() }
                return try await group.next() ?? ""
            }
            if let answer = Answer(response) { return answer }
        } catch {
            throw ToolFailure.unavailable("nothing answers at \(address): is the program running with SAYPRO_HTTP?")
        }
        throw ToolFailure.unavailable("what answers at \(address) does not speak HTTP")
    }

    private func exchange(_ path: String) async throws -> String {
        // A program that listens everywhere is asked here.
        let host = ["0.0.0.0", "::"].contains(address.host) ? "localhost" : address.host
        let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: host, port: address.port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let bearer = token.map { "Authorization: Bearer \(String(decoding: $0, as: UTF8.self))\r\n" } ?? ""
        let request = "GET \(path) HTTP/1.1\r\nHost: \(host)\r\n\(bearer)Connection: close\r\n\r\n"
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(ByteBuffer(string: request))
            var response = ""
            for try await part in inbound {
                response += String(buffer: part)
                guard response.utf8.count < 65_536 else { break }
            }
            return response
        }
    }
}
