import Contract
import Foundation
import Redis
import TestKit
import Testing

@testable import OperatorTool

@Suite struct PublishTests {
    private let message = ["conversation=c-1", "user=u-1", "role=user", "text=My advert = gone"]

    private func entries(_ premises: Premises, _ stream: String) async throws -> [StreamEntry] {
        let redis = try await premises.redis()
        let reply = try await redis.send(["XRANGE", "\(premises.prefix):\(stream)", "-", "+"])
        await redis.close()
        return StreamEntry.ofRange(reply, of: stream)
    }

    @Test func `an entry goes to its conversation's partition, with an id that is told`() async throws {
        let premises = try await Premises()
        let run = await ToolRun(["publish", "message.post"] + message, environment: premises.environment)
        #expect(run.status == 0)
        let partition = Premises.partition(of: "c-1")
        let entries = try await entries(premises, "inbound:{\(partition)}")
        let entry = try #require(entries.first)
        #expect(entry.value("id") == run.lines[0])
        #expect(entry.value("source") == "console")
        #expect(entry.value("type") == "message.post")
        #expect(entry.value("text") == "My advert = gone")
    }

    @Test(arguments: [
        ("user.put", "user=ann", "ann"), ("admin.presence", "admin=bob", "bob"), ("usage.put", "period=2026-03", ""),
        ("no.such", "conversation=c-9", "c-9"),
    ])
    func `each type has its partition key`(type: String, field: String, key: String) async throws {
        let premises = try await Premises()
        #expect(await premises.saypro("publish", type, field).status == 0)
        let partition = Premises.partition(of: key)
        let entries = try await entries(premises, "inbound:{\(partition)}")
        #expect(entries.count == 1)
    }

    @Test func `a private door and a signature are used`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let key = try folder.file("partner", "secret key\n")
        let run = await premises.saypro(
            "publish",
            "case.open",
            "conversation=c-1",
            "kind=dispute",
            "--door",
            "partner",
            "--sign",
            key,
            "--id",
            "x-1"
        )
        #expect(run.output == "x-1\n")
        let partition = Premises.partition(of: "c-1")
        let entries = try await entries(premises, "inbound:partner:{\(partition)}")
        let entry = try #require(entries.first)
        #expect(entry.value("source") == "partner")
        let fields = entry.fields.map { (name: RawText.text($0.name), value: RawText.text($0.value)) }
        #expect(Signature.verify(entry.value("sig"), of: fields, key: Array("secret key".utf8)))
    }

    @Test func `a receipt is waited for, and a rejection is status 1`() async throws {
        let premises = try await Premises()
        let writer = try await ReceiptWriter(premises)
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await writer.work() }
            let good = await ToolRun(
                ["publish", "message.post", "--confirm", "--id", "m-1"] + message,
                environment: premises.environment
            )
            #expect(good.status == 0)
            #expect(good.output == "m-1  accepted\n")
            let bad = await premises.saypro(
                "publish",
                "message.post",
                "conversation=c-1",
                "role=robot",
                "--confirm",
                "--json"
            )
            #expect(bad.status == 1)
            let receipt = bad.json
            #expect(receipt["code"] == "bad_value")
            #expect(receipt["field"] == "role")
            group.cancelAll()
        }
    }

    @Test(arguments: [
        (["user=ann", "conversation=c-1"], "c-1"), (["user=ann"], "ann"),
        (["user=ann", "conversation=not an id"], "ann"),
    ])
    func `the receipt is where ingest puts it, though the entry goes by another name`(fields: [String], key: String) {
        let pairs = fields.map { $0.split(separator: "=").map(String.init) }
        let publication = Publication(type: "user.put", fields: pairs.map { .init($0[0], $0[1]) })
        let partitioning = Partitioning(count: 64)
        #expect(publication.partition(in: partitioning) == partitioning.partition(of: "ann"))
        #expect(publication.receiptPartition(in: partitioning) == partitioning.partition(of: key))
    }

    @Test(arguments: [("--id", "a b", "the id 'a b'"), ("--source", "No Source", "the source 'No Source'")])
    func `what could not be told from others by its receipt is not published`(
        option: String,
        value: String,
        sentence: String
    ) async throws {
        let premises = try await Premises()
        let run = await premises.saypro("publish", "message.post", "conversation=c-1", option, value, "--confirm")
        #expect(run.status == 1)
        #expect(run.errors.contains(sentence))
        #expect(try await entries(premises, "inbound:{\(Premises.partition(of: "c-1"))}").isEmpty)
    }

    @Test func `no receipt in time is status 69 and says how to go on`() async throws {
        let premises = try await Premises()
        let run = await premises.saypro(
            "publish",
            "message.post",
            "conversation=c-1",
            "--confirm",
            "--timeout",
            "1",
            "--id",
            "m-9"
        )
        #expect(run.status == 69)
        #expect(run.errors.contains("--id m-9"))
    }

    @Test func `without a migration the tool says what to do`() async throws {
        let environment = [
            "REDIS_URL": try await SharedServers.redis.description, "SAYPRO_PREFIX": SharedServers.prefix(),
        ]
        let run = await ToolRun("publish", "message.post", "conversation=c-1", environment: environment)
        #expect(run.status == 78)
        #expect(run.errors.contains("saypro migrate"))
    }

    @Test func `the tail of a topic shows its entries in all partitions`() async throws {
        let premises = try await Premises()
        let redis = try await premises.redis()
        for (partition, text) in ["first", "second words"].enumerated() {
            _ = try await redis.send([
                "XADD", "\(premises.prefix):cases:{\(partition)}", "1-0", "type", "message.posted", "text", text,
            ])
        }
        await redis.close()
        let run = await premises.saypro("tail", "cases", "--from-start", "--count", "2")
        #expect(
            run.lines.sorted() == ["{0} 1 message.posted text=first", "{1} 1 message.posted text=\"second words\""]
        )
        let one = await premises.saypro("tail", "cases", "--from-start", "--count", "1", "--partition", "1", "--json")
        #expect(one.json["fields"]?["text"] == "second words")
        #expect(await premises.saypro("tail", "cases", "--partition", "4").status == 64)
    }
}
