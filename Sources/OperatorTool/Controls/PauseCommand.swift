import ArgumentParser
import Contract
import Pipeline
import Postgres

/// The command `saypro pause`.
struct PauseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause",
        abstract: "Have a stage stop working within two seconds; nothing is lost, it goes on where it was.",
        discussion: "Example: saypro pause notifier"
    )
    @Argument(help: StageArgument.help) var stage: StageArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func run() async throws {
        try await StageControl(stage: stage, pauses: true).apply(connections.resolved(), output)
    }
}

/// The command `saypro resume`.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Have a paused stage work again.",
        discussion: "Example: saypro resume notifier"
    )
    @Argument(help: StageArgument.help) var stage: StageArgument
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func run() async throws {
        try await StageControl(stage: stage, pauses: false).apply(connections.resolved(), output)
    }
}

/// A stage as it is named on the command line.
struct StageArgument: ExpressibleByArgument {
    static let help = ArgumentHelp("The stage: \(StageName.all.map(\.rawValue).joined(separator: ", ")).")
    static var allValueStrings: [String] { StageName.all.map(\.rawValue) }

    let name: StageName

    init?(argument: String) {
        guard let name = StageName.all.first(where: { $0.rawValue == argument }) else { return nil }
        self.name = name
    }
}

/// The switch that lanes look at every second or two.
private struct StageControl {
    let stage: StageArgument
    let pauses: Bool

    func apply(_ connections: Connections, _ output: OutputOptions) async throws {
        let stage = stage.name.rawValue
        let changed = try await connections.withDatabase { session in
            try await session.query(
                Statement(
                    """
                    WITH changed AS (
                        UPDATE pipeline.controls SET paused = $2, changed_at = now(), changed_by = session_user
                        WHERE stage = $1 AND paused <> $2
                        RETURNING stage
                    )
                    INSERT INTO pipeline.audit (action, subject) SELECT $3, stage FROM changed
                    """,
                    .text(stage),
                    .bool(pauses),
                    .text(pauses ? "pause" : "resume")
                )
            ).affected > 0
        }
        if output.json {
            output.console.write(["stage": .string(stage), "paused": .bool(pauses), "changed": .bool(changed)])
        } else if changed {
            output.console.write(pauses ? "\(stage) is paused: saypro resume \(stage)" : "\(stage) works again")
        } else {
            output.console.write(pauses ? "\(stage) was paused already" : "\(stage) was not paused")
        }
    }
}
