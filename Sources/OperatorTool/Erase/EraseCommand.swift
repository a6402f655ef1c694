import ArgumentParser
import Contract
import Postgres
import Program
import Redis

/// The command `saypro erase USER`.
struct EraseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Take a user out of everything that is kept; the figures stay as they are.",
        discussion: """
            Publishes user.erase and waits until every stage has carried it out: messages, cases, notices, events, parked \
            work and streams. What is left bears a pseudonym that leads back to nobody. It cannot be taken back, so on a \
            terminal it is asked for once more. Of whom nothing is known, as of somebody who has been erased, nothing is \
            done, and status is 0.

            Examples:
              saypro erase u-42
              saypro erase u-42 --yes    without a question
            """
    )

    @Argument(help: "The user's id.") var user: String
    @Option(help: ArgumentHelp("The publishing service, which the policy must allow user.erase.", valueName: "source"))
    var source = "operator"
    @Option(help: ArgumentHelp("Wait at most this long.", valueName: "seconds")) var timeout = 120
    @Flag(help: "Do not ask, on a terminal either.") var yes = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout: allowed are 1 to 86400 seconds") }
        guard ValueShape.id.accepts(user) else { throw ValidationError("'\(user)' is no user: an id has no spaces") }
    }

    func run() async throws {
        let connections = try connections.resolved()
        let known = try await connections.withDatabase { try await KnownUser.read(user, on: $0) }
        guard known.isKnown else {
            if output.json { return output.console.write(["known": known.json, "pseudonym": .null]) }
            return output.console.write(
                "nothing is known of \(user), so nothing was erased: it may have been erased before, or have another name"
            )
        }
        if !yes,
            let agrees = output.console.agrees(
                to: "Of \(user) there is: \(known.sentence). Erase it for good?"
            ), !agrees
        {
            throw ToolFailure.failed("nothing was erased")
        }
        let done = try await connections.withDatabase { session in
            let start = try await EraseProgress.now(session)
            let cause = try await publish(connections, session)
            do {
                let pseudonym = try await EraseProgress(session: session, cause: cause, start: start)
                    .wait(.seconds(timeout))
                _ = try await session.query(
                    Audit.row(action: "person.erase", subject: pseudonym, detail: ["entry": .string(cause)])
                )
                return pseudonym
            } catch let failure as ToolFailure where failure.status == .unavailable {
                throw ToolFailure.unavailable("\(failure.message); \(Self.leftToDo)")
            }
        }
        let isRewritten = try await connections.withRedis { redis in
            // Entries that were taken out of streams stand in the append-only file until it is written anew.
            (try? await redis.send(["BGREWRITEAOF"])) != nil
        }
        if output.json {
            return output.console.write([
                "known": known.json, "pseudonym": .string(done),
                "append_only_file": .string(isRewritten ? "being rewritten" : "as it was"),
            ])
        }
        output.console.write("erased; what is left of the user is called \(done)")
        output.console.write(
            isRewritten
                ? "Redis writes its append-only file anew, without what was taken out"
                : "Redis would not write its append-only file anew: have BGREWRITEAOF done, or wait for it"
        )
        output.console.write("backups still hold the user until they expire")
    }

    /// What a command that has not waited for the end leaves to whoever gave it.
    private static let leftToDo =
        "then have Redis write its append-only file anew, without what was taken out (redis-cli BGREWRITEAOF)"

    /// Publishes the wish and writes that to the audit; answers what the events that come of it name as their cause.
    private func publish(_ connections: Connections, _ session: PostgresSession) async throws -> String {
        var publication = Publication(type: CommandType.userErase.rawValue, fields: [.init("user", user)])
        publication.addUnlessPresent("source", source)
        publication.addUnlessPresent("id", "\(source)-\(UUIDv7.generate())")
        return try await connections.withRedis { redis in
            let partitioning = try await connections.partitioning(redis)
            let key = connections.keys.receipts(publication.receiptPartition(in: partitioning))
            var follower = try await StreamFollower.follow([key], on: redis)
            let entry = try await redis.send(publication.command(keys: connections.keys, partitioning: partitioning))
            let cause = "inbound:{\(publication.partition(in: partitioning))}/\(entry.string ?? "")"
            // From here on it goes on by itself, whatever becomes of this command. The entry names nobody.
            _ = try await session.query(Audit.row(action: "user.erase", subject: cause))
            let receipt = try await PublishCommand.await(
                publication,
                on: redis,
                &follower,
                within: .seconds(timeout)
            )
            guard let receipt else {
                throw ToolFailure.unavailable(
                    "no receipt within \(timeout) s: the user is erased once ingest runs (saypro status); \(Self.leftToDo)"
                )
            }
            if receipt.status == .rejected { throw ToolFailure.failed("rejected: \(receipt.code): \(receipt.detail)") }
            return cause
        }
    }
}
