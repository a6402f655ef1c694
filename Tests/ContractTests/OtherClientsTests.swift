import Contract
import Foundation
import Postgres
import Redis
import TestKit
import Testing

/// Publishing and reading with clients that are not ours: what they see is the contract.
@Suite(.serialized, .timeLimit(.minutes(2)))
struct OtherClientsTests {
    @Test
    func `redis-cli publishes a message and reads its receipt and its command`() async throws {
        let house = try await House.prepare(partitions: 16)
        let ingest = try await house.start("ingest")
        let text = "My advert is gone – et voilà, 100 % \"quoted\"\nsecond line"
        // `u-42` belongs to one of 16 partitions by the CRC-32 that any zlib computes.
        let partition = try await RunningProgram.output(
            of: "python3",
            ["-c", "import zlib; print(zlib.crc32(b'u-42') % 16, end='')"]
        )
        let fields = [
            "type", "message.post", "id", "web-000123", "source", "web", "conversation", "u-42", "user", "u-42", "role",
            "user", "text", text,
        ]
        let id = try await cli(house, ["XADD", "\(house.keys.prefix):inbound:{\(partition)}", "*"] + fields)
        #expect(id.contains("-"))

        var receipt = ""
        try await eventually(within: .seconds(20), "a receipt") {
            receipt = try await stream(house, "receipts", partition)
            return receipt.contains("web-000123")
        }
        #expect(receipt.contains("status\naccepted"))
        #expect(receipt.contains("source\nweb"))
        #expect(receipt.contains("conversation\nu-42"))

        var command = ""
        try await eventually(within: .seconds(20), "the command") {
            command = try await stream(house, "commands", partition)
            return !command.isEmpty
        }
        #expect(command.hasPrefix("1-0\ntype\nmessage.post\nv\n1\nevent\n"))
        #expect(command.contains("message_no\n1"))
        #expect(command.contains("text\n\(text)"))
        withExtendedLifetime(ingest) {}
    }

    @Test
    func `redis-cli may write to the first partition without knowing the right one`() async throws {
        let house = try await House.prepare(partitions: 16)
        let ingest = try await house.start("ingest")
        for number in 1...20 {
            let fields = [
                "type", "message.post", "id", "lazy-\(number)", "source", "web", "role", "user",
                "conversation", "c-\(number % 4)", "user", "u-\(number % 4)", "text", "Number \(number)",
            ]
            _ = try await cli(house, ["XADD", "\(house.keys.prefix):inbound:{0}", "*"] + fields)
        }
        let session = try await house.session()
        try await eventually(within: .seconds(20), "all messages where they belong") {
            let rows = try await session.query(
                Statement(
                    "SELECT conversation, array_agg(id ORDER BY message_no) FROM api.messages GROUP BY 1 ORDER BY 1"
                )
            )
            let stored = rows.map { $0.texts(1).compactMap(\.self) }
            return stored == [0, 1, 2, 3].map { rest in (1...20).filter { $0 % 4 == rest }.map { "lazy-\($0)" } }
        }
        await session.close()
        withExtendedLifetime(ingest) {}
    }

    @Test
    func `a Python client publishes, repeats itself and is told so`() async throws {
        let house = try await House.prepare(partitions: 16)
        let ingest = try await house.start("ingest")
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("publish.py")
        let output = try await RunningProgram.output(
            of: try await RunningProgram.python(with: "redis"),
            [script.path, house.redis.description, house.keys.prefix]
        )
        let seen = try JSONDecoder().decode(Seen.self, from: Data(output.utf8))

        #expect(seen.receipts.map { $0?["status"] } == ["accepted", "accepted", "duplicate", "rejected", "rejected"])
        #expect(seen.receipts[3]?["code"] == "conflict")
        #expect(seen.receipts[4]?["code"] == "unknown_field")
        #expect(seen.receipts[4]?["field"] == "colour")
        #expect(seen.receipts[0]?["message"] == seen.receipts[2]?["message"])
        #expect(seen.ids == ["1-0", "2-0"])
        let texts = ["Où est mon annonce ? 🚲", "It is the one with the red bicycle"]
        #expect(seen.commands.map { $0["text"] } == texts)
        #expect(seen.commands.map { $0["message_no"] } == ["1", "2"])
        let receipts = seen.receipts.compactMap { $0?.map { ($0, $1) } }
        #expect(try await Schemas.faults(receipts) { _ in "receipt" }.compactMap(\.self) == [])
        let commands = seen.commands.map { $0.map { ($0, $1) } }
        #expect(try await Schemas.faults(commands) { _ in "commands.message.post" }.compactMap(\.self) == [])
        withExtendedLifetime(ingest) {}
    }

    /// What publish.py prints.
    private struct Seen: Decodable {
        let receipts: [[String: String]?]
        let ids: [String]
        let commands: [[String: String]]
    }

    private func stream(_ house: House, _ name: String, _ partition: String) async throws -> String {
        try await cli(house, ["--raw", "XRANGE", "\(house.keys.prefix):\(name):{\(partition)}", "-", "+"])
    }

    private func cli(_ house: House, _ arguments: [String]) async throws -> String {
        let address: [String] =
            switch house.redis.address {
            case .tcp(let host, let port): ["-h", host, "-p", String(port)]
            case .unix(let path): ["-s", path]
            }
        let output = try await RunningProgram.output(of: "redis-cli", address + arguments)
        return output.hasSuffix("\n") ? String(output.dropLast()) : output
    }
}
