import Contract
import Program
import Redis

/// Where the address of a server stands, and how a command that is pasted into a shell names the server.
struct ServerAddress: Sendable, Equatable {
    /// What holds the address, where a wrong one is mended: a flag, a file among the secrets, or a variable.
    var place: String
    /// The word for a shell; nil where there is none, since the address has a password that is not shown.
    var word: String?

    /// The address in force by the order of ``WorkerSettings``, with its URL as it may be shown.
    init(
        _ setting: SettingDescription,
        secret name: String,
        url: String,
        options: ConnectionOptions,
        _ secrets: SecretDirectory?
    ) {
        let flag = setting == SettingsTable.redis.description ? options.redisUrl : options.databaseUrl
        let isVariable = Surroundings.current.environment[setting.variable] != nil
        let hasFile = (try? secrets?.secret(name)) != nil
        let shown = url.contains(":***@") || url.contains("password=***") ? nil : "'\(url)'"
        if flag != nil {
            self.init(place: setting.flag, word: shown)
        } else if let secrets, hasFile, options.secrets != nil || !isVariable {
            self.init(place: "\(secrets.path)/\(name)", word: shown)
        } else {
            self.init(place: setting.variable, word: isVariable ? "\"$\(setting.variable)\"" : shown)
        }
    }

    init(place: String, word: String?) {
        self.place = place
        self.word = word
    }

    /// The `redis-cli` that reaches the server; nil where no command line can say how.
    ///
    /// It takes no URL of a Unix socket, and none with several hosts.
    func redisClient(_ url: RedisURL) -> String? {
        guard let word, url.topology == .server else { return nil }
        guard case .unix(let path) = url.address else { return "redis-cli -u \(word)" }
        return url.description.contains(":***@") ? nil : "redis-cli -s '\(path)'"
    }
}
