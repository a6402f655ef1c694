import ArgumentParser
import Contract
import Postgres
import Program
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
            let address = ServerAddress(
                SettingsTable.redis.description,
                secret: "redis-url",
                url: connections.redis.description,
                options: self.connections,
                connections.secrets
            )
            let examination = RedisExamination(
                redis: redis,
                keys: connections.keys,
                client: address.redisClient(connections.redis),
                place: address.place,
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

    /// What is to be said of the database and of what lies between the servers; and the sources with private doors.
    private func database(
        _ connections: Connections,
        _ redis: RedisClient
    ) async throws -> (findings: [Finding], doors: [SourceID]) {
        let address = ServerAddress(
            SettingsTable.database.description,
            secret: "database-url",
            url: connections.database.description,
            options: self.connections,
            connections.secrets
        )
        do {
            return try await connections.withDatabase { session in
                let client = address.word.map { "psql \($0)" }
                var findings = try await DatabaseExamination(session: session, client: client).findings()
                var doors: [SourceID] = []
                let installation = InstallationExamination(session: session, redis: redis, connections: connections)
                do {
                    doors = try await installation.privateDoors()
                    findings += try await StageExamination(session: session, redis: redis, keys: connections.keys)
                        .findings()
                    findings += try await installation.findings()
                } catch let error as PostgresError where error.kind == .server {
                    findings.append(.mend("schema", error.message, do: "saypro migrate"))
                } catch is RedisError {
                    // That Redis cannot be reached, or refuses, stands among the findings already.
                }
                return (findings, doors)
            }
        } catch let error as PostgresError where error.kind == .unreachable {
            let state = await PostgresSession.refusal(of: connections.database, within: .seconds(5))
            return ([DatabaseExamination.unreached(error, state: state, place: address.place)], [])
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
