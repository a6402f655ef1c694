import ArgumentParser
import Contract
import Demo
import Foundation
import Postgres
import Redis

/// The command `saypro demo`.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo",
        abstract: "Publish a made-up quarter of a classified-ads office through the real pipeline, as history.",
        discussion: """
            Some 2,000 users write more than 20,000 messages in four languages to 23 admins in three time zones: matters \
            of every kind with every outcome, holidays, two bad weeks, escalations, reopenings, an outage that many \
            report. Nobody is notified of what is past; what is still open at \
            its end may be given to admins who are online now. The programs must be running.

            Users answer surveys too, which the program survey takes up, now or when it runs.

            The same --seed and period give the same entries under the same ids, so giving the command again has no \
            second effect, and goes on where an interrupted one stopped. Ids and conversations begin with 'demo-'.

            Examples:
              saypro demo
              saypro demo --until yesterday --seed 7
              saypro demo --quarters 2 --json
              saypro demo --messages 2000
            """
    )

    /// Where the demonstration ends.
    enum End: String, CaseIterable, ExpressibleByArgument {
        case quarter, yesterday
    }

    @Option(help: ArgumentHelp("The same number gives the same quarter.", valueName: "number")) var seed: UInt64 = 1
    @Option(help: "End with the last full quarter, or with yesterday (what is less than a day old is left out).")
    var until = End.quarter
    @Option(help: ArgumentHelp("How many quarters, the last one included.", valueName: "number")) var quarters = 1
    @Option(help: ArgumentHelp("At least so many messages a quarter.", valueName: "number")) var messages = 20_500
    @Flag(help: "Do it although the database holds work that is not the demonstration's.") var yes = false
    @Option(help: ArgumentHelp("Give up after this long without progress.", valueName: "seconds")) var timeout = 120
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func validate() throws {
        guard (1...4).contains(quarters) else { throw ValidationError("--quarters: allowed are 1 to 4") }
        guard (100...1_000_000).contains(messages) else {
            throw ValidationError("--messages: allowed are 100 to 1000000")
        }
        guard (1...86_400).contains(timeout) else { throw ValidationError("--timeout: allowed are 1 to 86400 seconds") }
        if until == .yesterday, quarters > 1 {
            throw ValidationError("--quarters: more than one is for --until quarter only")
        }
    }

    func run() async throws {
        let connections = try connections.resolved()
        try await connections.withDatabase { session in
            if !yes { try await Self.refuseOthersWork(on: session) }
            let told = tell(at: .now())
            try await connections.withRedis { redis in
                let stand = DemoStand(
                    quarters: told,
                    redis: redis,
                    session: session,
                    connections: connections,
                    partitioning: try await connections.partitioning(redis),
                    timeout: .seconds(timeout)
                )
                answer(try await stand.publish(console: output.console))
            }
        }
    }

    /// The quarters, the earliest first; nothing of them is less than a day old.
    private func tell(at now: Instant) -> [DemoQuarter] {
        let end = now - .seconds(25 * 3600)
        return (0..<quarters).reversed().map { back in
            let period = until == .quarter ? DemoPeriod.quarter(before: now, back: back) : .untilYesterday(now)
            return DemoQuarter(seed: seed, period: period, end: end, messages: messages)
        }
    }

    /// Made-up history among real cases would spoil every figure for good.
    private static func refuseOthersWork(on session: PostgresSession) async throws {
        let others = try await session.query(
            Statement("SELECT FROM api.messages WHERE conversation NOT LIKE 'demo-%' LIMIT 1")
        )
        guard !others.isEmpty else { return }
        throw ToolFailure.failed(
            "this database holds messages that are not the demonstration's: use another database, or add --yes"
        )
    }

    private func answer(_ outcome: DemoStand.Outcome) {
        let counts = outcome.counts
        if output.json {
            return output.console.write([
                "entries": .integer(Int64(counts.total)), "accepted": .integer(Int64(counts.accepted)),
                "duplicate": .integer(Int64(counts.duplicate)), "messages": .integer(Int64(outcome.messages)),
                "survey_answers": .integer(Int64(outcome.answers)), "survey_runs": .bool(outcome.surveyRuns),
                "published_seconds": .double(outcome.published / .seconds(1)),
                "settled_seconds": .double(outcome.settled / .seconds(1)),
            ])
        }
        output.console.write(
            "\(outcome.messages) messages in \(counts.total) entries: \(counts.accepted) accepted, "
                + "\(counts.duplicate) duplicate"
        )
        let seconds = [outcome.published, outcome.settled].map { "\(Int(($0 / .seconds(1)).rounded(.up))) s" }
        output.console.write("accepted after \(seconds[0]), through all programs after \(seconds[1])")
        if !outcome.surveyRuns {
            output.console.write("\(outcome.answers) answers to surveys wait: the program survey does not run")
        }
    }
}
