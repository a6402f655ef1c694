import ArgumentParser
import Contract
import Program

/// How a command prints its answer.
struct OutputOptions: ParsableArguments {
    @Flag(help: "Answer in JSON, for machines.")
    var json = false

    /// The console of the command that is running.
    var console: Console { Surroundings.current.console }
}

/// Where the servers are: each an environment variable, and a flag that goes before it.
struct ConnectionOptions: ParsableArguments {
    @Option(help: .setting(SettingsTable.redis.description))
    var redisUrl: String?

    @Option(help: .setting(SettingsTable.database.description))
    var databaseUrl: String?

    @Option(help: .setting(SettingsTable.prefix.description))
    var prefix: String?

    @Option(help: .setting(SettingsTable.secrets.description))
    var secrets: String?

    @Option(help: .setting(SettingsTable.connectTimeout.description))
    var connectTimeout: String?

    /// The settings that hold: flag, else environment, else default.
    func resolved() throws(StartFault) -> Connections {
        let given = [
            (SettingsTable.redis.description, redisUrl), (SettingsTable.database.description, databaseUrl),
            (SettingsTable.prefix.description, prefix), (SettingsTable.secrets.description, secrets),
            (SettingsTable.connectTimeout.description, connectTimeout),
        ]
        var flags: [String: String] = [:]
        var environment: [String: String] = [:]
        for (setting, value) in given {
            flags[setting.flag] = value
            environment[setting.variable] = Surroundings.current.environment[setting.variable]
        }
        let settings = try WorkerSettings(program: "saypro", flags: flags, environment: environment)
        let database = SettingsTable.database.description
        let isGiven = flags[database.flag] != nil || environment[database.variable] != nil
        let isSecret = (try? settings.secrets?.secret("database-url")) != nil
        return Connections(settings, namesDatabase: isGiven || isSecret)
    }
}

extension ArgumentHelp {
    /// What a setting means, as every program says it.
    fileprivate static func setting(_ setting: SettingDescription) -> ArgumentHelp {
        ArgumentHelp(
            "\(setting.meaning) (\(setting.variable); default: \(setting.standard)).",
            valueName: setting.type.replacing(" ", with: "-")
        )
    }
}
