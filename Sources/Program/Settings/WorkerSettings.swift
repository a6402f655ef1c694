package import Contract
package import Logging
import Pipeline
package import Postgres
package import Redis
package import Traces

/// What a worker program was told by its flags and its environment.
package struct WorkerSettings: Sendable {
    /// The program's name as operators know it, such as `ingest`.
    package let program: String
    package let redis: RedisURL
    package let database: PostgresURL
    /// The keys in Redis, all of which begin with the prefix.
    package let keys: Keys
    /// How many lanes run in this process.
    package let lanes: Int
    /// Where health and metrics are served; nil for nowhere.
    package let http: ListenAddress?
    /// The networks of proxies that are believed about whom they speak for.
    package let proxies: [NetworkBlock]
    package let logLevel: Logger.Level
    package let logFormat: LogFormat
    package let mailServer: MailServerURL?
    package let webhookNetworks: [NetworkBlock]
    package let secrets: SecretDirectory?
    /// The secrets that are tokens for HTTP, by what they open.
    package let tokens: [AccessRole: [UInt8]]
    /// The secret `dashboard-token`, where there is one.
    package var dashboardToken: [UInt8]? { tokens[.everything] }
    /// How long both servers are waited for at start-up.
    package let connectTimeout: Duration
    /// Where traces are sent; nil for nowhere.
    package let collector: Collector?

    /// Reads and checks every setting; flags win over the environment, and so do the files of a directory of secrets that a
    /// flag names.
    ///
    /// - Throws: the first fault, with status 64 for a flag and 78 for the environment.
    package init(
        program: String,
        flags: [String: String] = [:],
        environment: [String: String],
        isTerminal: Bool = false
    ) throws(StartFault) {
        let source = SettingsSource(flags: flags, environment: environment, table: SettingsTable.all)
        self.program = program
        secrets = try source.value(SettingsTable.secrets)
        redis = try source.valueOrSecret(SettingsTable.redis, "redis-url", in: secrets)
        database = try source.valueOrSecret(SettingsTable.database, "database-url", in: secrets)
        keys = Keys(prefix: try source.valueOrStandard(SettingsTable.prefix))
        lanes = try source.valueOrStandard(SettingsTable.lanes)
        proxies = try source.value(SettingsTable.proxies) ?? []
        logLevel = try source.valueOrStandard(SettingsTable.logLevel)
        logFormat = try source.value(SettingsTable.logFormat) ?? (isTerminal ? .text : .json)
        mailServer = try source.value(SettingsTable.mailServer)
        webhookNetworks = try source.value(SettingsTable.webhookNetworks) ?? []
        connectTimeout = try source.valueOrStandard(SettingsTable.connectTimeout)
        collector = try source.collector(for: program, secrets)
        let servesDashboard = program == StageName.metricsAggregator.rawValue
        let isUnset = !source.isSet(SettingsTable.http.description)
        http = servesDashboard && isUnset ? .dashboard : try source.value(SettingsTable.http)
        tokens = try Self.tokens(in: secrets)
        if let http, tokens[.everything] == nil, !http.isLoopback {
            let reason = ValueFault("it can be reached from other machines, and there is no secret dashboard-token")
            throw source.fault(SettingsTable.http.description, http.description, reason, status: .configuration)
        }
    }

    /// - Throws: a fault with status 78 where two roles have one token, since one would open what the other must not.
    private static func tokens(in secrets: SecretDirectory?) throws(StartFault) -> [AccessRole: [UInt8]] {
        var tokens: [AccessRole: [UInt8]] = [:]
        for role in AccessRole.allCases {
            guard let token = try secrets?.secret(role.secret) else { continue }
            if let other = tokens.first(where: { $0.value == token })?.key {
                let names = "\(other.secret) and \(role.secret)"
                throw StartFault(.configuration, "the secrets \(names) in SAYPRO_SECRETS are the same; write one anew")
            }
            tokens[role] = token
        }
        return tokens
    }
}

extension SettingsSource {
    /// The value of a setting, or else of the secret, so that a password need not stand in the environment.
    ///
    /// In a directory that this command line names, the secret goes before the variable: who says whose login it is means
    /// that one, whatever the environment holds.
    fileprivate func valueOrSecret<Value>(
        _ setting: Setting<Value>,
        _ name: String,
        in secrets: SecretDirectory?
    ) throws(StartFault) -> Value {
        let directoryGoesFirst = isFlag(SettingsTable.secrets.description) && !isFlag(setting.description)
        if !directoryGoesFirst, let value = try value(setting) { return value }
        guard let bytes = try secrets?.secret(name) else { return try valueOrStandard(setting) }
        do throws(ValueFault) {
            return try setting.parse(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw StartFault(
                .configuration,
                "the secret \(name) in SAYPRO_SECRETS is wrong: \(error.reason); allowed: \(setting.description.allowed)"
            )
        }
    }

    /// The value of a setting, or else its default.
    func valueOrStandard<Value>(_ setting: Setting<Value>) throws(StartFault) -> Value {
        if let value = try value(setting) { return value }
        do throws(ValueFault) {
            return try setting.parse(setting.description.standard)
        } catch {
            throw fault(setting.description, setting.description.standard, error)
        }
    }
}
