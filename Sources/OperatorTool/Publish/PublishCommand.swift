import ArgumentParser
import Contract
import Foundation
import Redis

/// The command `saypro publish`.
struct PublishCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publish one entry, as another service would.",
        discussion: """
            Example: saypro publish message.post conversation=u-42 user=u-42 role=user text="My advert is gone" --confirm
            """
    )

    @Argument(help: "The type, such as message.post or case.resolve.") var type: String
    @Argument(help: ArgumentHelp("The entry's fields.", valueName: "field=value")) var fields: [String] = []
    @Option(help: "The publishing service.") var source: String?
    @Option(help: "The entry's id; made up when it is not given.") var id: String?
    @Option(help: ArgumentHelp("Publish through this source's private door.", valueName: "source")) var door: String?
    @Option(help: ArgumentHelp("Sign with the key in this file.", valueName: "keyfile")) var sign: String?
    @Flag(help: "Wait for the receipt; status 1 when the entry is rejected.") var confirm = false
    @Option(help: ArgumentHelp("Wait at most this long for the receipt.", valueName: "seconds")) var timeout = 10
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout: allowed are 1 to 3600 seconds") }
        if let door, SourceID(rawValue: door) == nil {
            throw ValidationError("--door is '\(door)': a source has 1 to 64 of a-z, 0-9, '.', '_' and '-'")
        }
        if let field = fields.first(where: { !$0.dropFirst().contains("=") }) {
            throw ValidationError("'\(field)' is no field: write name=value")
        }
        var given = Set(["type"] + (source == nil ? [] : ["source"]) + (id == nil ? [] : ["id"]))
        if let twice = fields.map({ String($0.prefix { $0 != "=" }) }).first(where: { !given.insert($0).inserted }) {
            throw ValidationError("'\(twice)' is given twice: say it once")
        }
    }

    func run() async throws {
        let publication = try publication()
        if confirm, let fault = publication.unrecognisable {
            throw ToolFailure.failed("nothing was published, since no receipt could be told to be its own: \(fault)")
        }
        let connections = try connections.resolved()
        let receipt = try await connections.withRedis { redis in
            let partitioning = try await connections.partitioning(redis)
            let receipts = connections.keys.receipts(
                door: publication.door,
                publication.receiptPartition(in: partitioning)
            )
            var follower: StreamFollower?
            if confirm { follower = try await StreamFollower.follow([receipts], on: redis) }
            _ = try await redis.send(publication.command(keys: connections.keys, partitioning: partitioning))
            // Before the receipt, which may never come.
            await connections.audit(publication.auditRow, on: output.console)
            guard var follower else { return nil as Receipt? }
            guard let receipt = try await Self.await(publication, on: redis, &follower, within: .seconds(timeout))
            else {
                throw ToolFailure.unavailable(
                    "no receipt for \(publication.id) within \(timeout) s: look whether ingest runs (saypro status), "
                        + "then publish again with --id \(publication.id)"
                )
            }
            return receipt
        }
        answer(publication, receipt)
        if receipt?.status == .rejected { throw ExitCode(1) }
    }

    /// The entry as the command line describes it.
    func publication() throws -> Publication {
        let pairs = fields.map { field -> ImportRow.Field in
            let name = field.prefix { $0 != "=" }
            return .init(String(name), String(field.dropFirst(name.count + 1)))
        }
        var publication = Publication(type: type, fields: pairs, door: door.flatMap { SourceID(rawValue: $0) })
        if let source { publication.addUnlessPresent("source", source) }
        if let id { publication.addUnlessPresent("id", id) }
        publication.addUnlessPresent("source", door ?? "console")
        let name = publication.source
        publication.addUnlessPresent("id", "\(name)-\(UUIDv7.generate())")
        if let sign {
            guard var key = FileManager.default.contents(atPath: sign).map({ Array($0) }), !key.isEmpty else {
                throw ToolFailure.failed(
                    "cannot read the key in \(sign): check that it is there and that you may read it"
                )
            }
            if key.last == UInt8(ascii: "\n") { key.removeLast() }
            publication.sign(with: key)
        }
        return publication
    }

    /// The receipt of an entry; nil when there is none in that time.
    static func await(
        _ publication: Publication,
        on redis: RedisClient,
        _ follower: inout StreamFollower,
        within limit: Duration
    ) async throws -> Receipt? {
        let clock = ContinuousClock()
        let end = clock.now + limit
        while clock.now < end {
            let entries = try await follower.read(on: redis, waiting: min(.seconds(1), end - clock.now))
            for receipt in entries.compactMap(Receipt.init)
            where receipt.id == publication.id && receipt.source == publication.source {
                return receipt
            }
        }
        return nil
    }

    private func answer(_ publication: Publication, _ receipt: Receipt?) {
        guard let receipt else {
            return output.json
                ? output.console.write(["id": .string(publication.id), "source": .string(publication.source)])
                : output.console.write(publication.id)
        }
        if output.json {
            output.console.write([
                "id": .string(receipt.id), "source": .string(receipt.source),
                "status": .string(receipt.status.rawValue),
                "code": .string(receipt.code), "field": .string(receipt.field), "detail": .string(receipt.detail),
                "message": .string(receipt.message), "conversation": .string(receipt.conversation),
            ])
        } else if receipt.status == .rejected {
            let field = receipt.field.isEmpty ? "" : " (\(receipt.field))"
            output.console.write("\(receipt.id)  rejected: \(receipt.code)\(field): \(receipt.detail)")
        } else {
            let message = receipt.message.isEmpty ? "" : ", message \(receipt.message)"
            output.console.write("\(receipt.id)  \(receipt.status.rawValue)\(message)")
        }
    }
}
