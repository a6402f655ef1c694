import ArgumentParser
import Contract
import Postgres
import Redis

/// The command `saypro repartition COUNT`.
struct RepartitionCommand: AsyncParsableCommand, OwnersCommand {
    static let configuration = CommandConfiguration(
        commandName: "repartition",
        abstract: "Change the number of partitions, while no program runs.",
        discussion: """
            Stop every program first; publishers may go on, what they write waits. Needs the login that migrates, room for \
            the event log a second time, and a backup. It moves every row to the partition that its key has now, numbers the \
            topics anew, and lets work that is under way go on there. Killed, it goes on where it was with the same command, \
            and until it has ended no program begins. Subscribers read on from api.events and pass over events they know.

            Example: saypro repartition 64
            """
    )

    @Argument(help: "How many partitions there are to be, 1 to 1024.") var count: Int
    @Flag(help: "Only tell whether something is in the way.") var dryRun = false
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        guard Partitioning.allowedCounts.contains(count) else {
            throw ValidationError("the number of partitions is '\(count)': allowed are 1 to 1024")
        }
    }

    func run() async throws {
        let connections = try connections.resolved()
        let plan = try await connections.withDatabase { session in
            try await connections.withRedis { redis in
                try await work(Repartitioning(session: session, redis: redis, keys: connections.keys))
            }
        }
        guard let plan else { return }
        if output.json {
            return output.console.write([
                "from": .integer(Int64(plan.from)), "to": .integer(Int64(plan.to)),
                "first_seq": .integer(plan.firstSeq),
            ])
        }
        output.console.write("there are \(plan.to) partitions now, there were \(plan.from); start the programs again")
    }

    /// Does it, or tells why there is nothing to do; nil then.
    private func work(_ repartitioning: Repartitioning) async throws -> RepartitionPlan? {
        let session = repartitioning.session
        if try await RepartitionPlan.underWay(on: session) == nil, try await session.partitioning().count == count {
            say("there are \(count) partitions already")
            return nil
        }
        guard !dryRun else {
            let obstacles = RepartitionObstacles(session: session)
            try await obstacles.keepingOthersOut { found in
                try Repartitioning.refuse(found + (try await obstacles.unfinished()))
            }
            say("nothing is in the way")
            return nil
        }
        return try await repartitioning.run(to: count) { progress in
            output.console.report(
                "step \(progress.step) of \(progress.steps): \(progress.name), \(progress.rows) moved"
            )
        }
    }

    private func say(_ sentence: String) {
        if output.json {
            output.console.write(["done": .bool(false), "message": .string(sentence)])
        } else {
            output.console.write(sentence)
        }
    }
}
