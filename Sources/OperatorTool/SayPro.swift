import ArgumentParser
import Contract
import Postgres
import Program
import Redis

/// A command that does what only the login that migrates may, which owns the database.
protocol OwnersCommand: ParsableCommand {}

/// The operator's tool: its commands, and how each of them ends.
struct SayPro: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "saypro",
        abstract: "The operator's tool of SayPro Messaging.",
        discussion: """
            Exit status: 0 done, 1 refused or something is wrong, 64 used wrongly, 69 a server cannot be reached, \
            78 a setting is wrong.

            Examples:
              saypro migrate
              saypro doctor
              saypro publish message.post conversation=u-42 user=u-42 role=user text="My advert is gone" --confirm
              saypro status --watch
            """,
        version: ProgramVersion.text,
        subcommands: [
            MigrateCommand.self, PolicyCommand.self, PublishCommand.self, ImportCommand.self, TailCommand.self,
            StatusCommand.self, CasesCommand.self, ExplainCommand.self, AtRiskCommand.self, UnresolvedCommand.self,
            GamingCommand.self, TriageCommand.self, CalendarCommand.self, EraseCommand.self, AuditCommand.self,
            RetentionCommand.self, RepartitionCommand.self, NoticesCommand.self,
            ParkedCommand.self, RejectedCommand.self, PauseCommand.self, ResumeCommand.self, DoctorCommand.self,
            VerifyCommand.self, ReportCommand.self, RebuildCommand.self, RolesCommand.self, ACLCommand.self,
            ContractCommand.self, SurveysCommand.self, ThemesCommand.self, RewardsCommand.self, DemoCommand.self,
            HealthCommand.self, TopCommand.self,
        ]
    )

    /// Runs one command line and answers its exit status; whatever goes wrong is one line on standard error.
    static func run(_ arguments: [String], in surroundings: Surroundings = .current) async -> Int32 {
        await Surroundings.$current.withValue(surroundings) {
            let status = await run(arguments)
            guard status == 0, let fault = surroundings.console.fault else { return status }
            return end(.failed("the answer could not be written: \(fault)"))
        }
    }

    private static func run(_ arguments: [String]) async -> Int32 {
        var needsOwner = false
        do {
            var command = try parseAsRoot(arguments)
            needsOwner = command is any OwnersCommand
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let failure as ToolFailure {
            return end(failure)
        } catch let error as RedisError {
            return end(ToolFailure(error))
        } catch let error as PostgresError {
            return end(ToolFailure(error, needsOwner: needsOwner))
        } catch let fault as StartFault {
            return end(ToolFailure(status: fault.status, message: fault.line))
        } catch let code as ExitCode {
            return code.rawValue
        } catch is CancellationError {
            return 0
        } catch {
            return end(parsing: error)
        }
    }

    private static func end(_ failure: ToolFailure) -> Int32 {
        Surroundings.current.console.report("saypro: \(failure.message)")
        return failure.status.rawValue
    }

    /// Help and completion scripts are answers; everything else is a mistake in the command line.
    private static func end(parsing error: any Error) -> Int32 {
        let console = Surroundings.current.console
        guard !exitCode(for: error).isSuccess else {
            console.write(fullMessage(for: error))
            return 0
        }
        let sentence = message(for: error).split(whereSeparator: \.isNewline).map { String($0) }.joined(separator: " ")
        console.report("saypro: \(sentence) (saypro --help lists the commands, saypro COMMAND --help explains one)")
        return ExitStatus.usage.rawValue
    }
}

extension ToolFailure {
    /// What a failure of Redis means for a command.
    init(_ error: RedisError) {
        switch error.kind {
        case .unreachable, .connectionLost: self = .unavailable("Redis: \(error.message)")
        default: self = .failed("Redis: \(error.message)")
        }
    }

    /// What a failure of PostgreSQL means for a command, which may be one that only the database's owner can give.
    init(_ error: PostgresError, needsOwner: Bool = false) {
        switch (error.kind, error.sqlState) {
        case (.unreachable, _), (.connectionLost, _), (.timeout, _):
            self = .unavailable("PostgreSQL: \(error.message)")
        case (_, "42P01"), (_, "3F000"), (_, "42883"):
            self = .failed("PostgreSQL: \(error.message): run saypro migrate")
        case (_, "42501") where needsOwner:
            self = .failed("PostgreSQL: \(error.message): use the login that migrates: --secrets /etc/saypro/owner")
        case (_, "42501"):
            self = .failed("PostgreSQL: \(error.message): use a login that is a member of saypro_operator")
        default:
            self = .failed("PostgreSQL: \(error.message)")
        }
    }
}
