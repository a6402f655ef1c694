import ArgumentParser
import Contract
import Postgres
import Redis

/// The command `saypro doctor`.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check both servers and the installation: what is wrong, and the command that mends it.",
        discussion: """
            Under each finding stands the command that mends it, or what to do; what follows a # is for people. Status 1 \
            when something must be mended.

            Example: saypro doctor
            """
    )
    @OptionGroup var output: OutputOptions
    @OptionGroup var connections: ConnectionOptions

    func run() async throws {
        let connections = try connections.resolved()
        let findings = try await connections.withRedis { redis in
            let (databaseFindings, doors) = try await database(connections, redis)
            let examination = RedisExamination(
                redis: redis,
                keys: connections.keys,
                client: "redis-cli -u \(address("REDIS_URL", connections.redis.description))",
                privateDoors: doors
            )
            return await examination.findings() + databaseFindings
        }
        let toMend = findings.filter { $0.verdict == .mend }.count
        if output.json {
            output.console.write(["findings": .array(findings.map(\.json)), "to_mend": .integer(Int64(toMend))])
        } else {
            findings.forEach(show)
            output.console.write(toMend == 0 ? "nothing must be mended" : "\(toMend) to be mended")
        }
        if toMend > 0 { throw ExitCode(1) }
    }

    /// How a command line names a server: by the variable where that is what holds, else by its address.
    private func address(_ variable: String, _ url: String) -> String {
        let isFlag = variable == "REDIS_URL" ? connections.redisUrl != nil : connections.databaseUrl != nil
        return !isFlag && Surroundings.current.environment[variable] != nil ? "\"$\(variable)\"" : "'\(url)'"
    }

    /// What is to be said of the database and of what lies between the servers; and the sources with private doors.
    private func database(
        _ connections: Connections,
        _ redis: RedisClient
    ) async throws -> (findings: [Finding], doors: [SourceID]) {
        do {
            return try await connections.withDatabase { session in
                let client = "psql \(address("DATABASE_URL", connections.database.description))"
                var findings = try await DatabaseExamination(session: session, client: client).findings()
                var doors: [SourceID] = []
                let installation = InstallationExamination(session: session, redis: redis, connections: connections)
                do {
                    doors = try await installation.privateDoors()
                    findings += try await StageExamination(session: session).findings()
                    findings += try await installation.findings()
                } catch let error as PostgresError where error.kind == .server {
                    findings.append(.mend("schema", error.message, do: "saypro migrate"))
                } catch is RedisError {
                    // That Redis cannot be reached, or refuses, stands among the findings already.
                }
                return (findings, doors)
            }
        } catch let error as PostgresError where error.kind == .unreachable {
            let mend = "start it, createdb saypro, or set DATABASE_URL to where it is"
            return ([.mend("postgresql", "cannot be reached: \(error.message)", do: mend)], [])
        }
    }

    private func show(_ finding: Finding) {
        let mark: String
        switch finding.verdict {
        case .fine: mark = output.console.paint("ok    ", .green)
        case .advice: mark = output.console.paint("advice", .yellow)
        case .mend: mark = output.console.paint("MEND  ", .red)
        }
        output.console.write("\(mark)  \(finding.check): \(finding.sentence)")
        if let mend = finding.mend { output.console.write("          \(mend)") }
    }
}
