import Configuration

/// Where settings are read from: flags first, then the environment, then the default.
struct SettingsSource {
    private let reader: ConfigReader
    private let flags: [String: String]

    init(flags: [String: String], environment: [String: String], table: [SettingDescription]) {
        self.flags = flags
        var given: [AbsoluteConfigKey: ConfigValue] = [:]
        for row in table {
            guard let value = flags[row.flag] else { continue }
            given[AbsoluteConfigKey(row.key)] = ConfigValue(.string(value), isSecret: row.isSecret)
        }
        let secrets = Set(table.filter(\.isSecret).map(\.variable))
        reader = ConfigReader(providers: [
            InMemoryProvider(name: "command line", values: given),
            EnvironmentVariablesProvider(environmentVariables: environment, secretsSpecifier: .specific(secrets)),
        ])
    }

    /// The value of a setting; nil when it is not set, or set to nothing where that means none.
    func value<Value>(_ setting: Setting<Value>) throws(StartFault) -> Value? {
        let row = setting.description
        guard let text = reader.string(forKey: row.key, isSecret: row.isSecret) else { return nil }
        if text.isEmpty, row.empty == .none { return nil }
        guard !text.isEmpty else { throw fault(row, text, ValueFault()) }
        do throws(ValueFault) {
            return try setting.parse(text)
        } catch {
            throw fault(row, text, error)
        }
    }

    /// Whether a setting was given a value, be it an empty one.
    func isSet(_ row: SettingDescription) -> Bool {
        reader.string(forKey: row.key, isSecret: row.isSecret) != nil
    }

    /// Whether a setting was given on this command line.
    func isFlag(_ row: SettingDescription) -> Bool { flags[row.flag] != nil }

    /// The complaint about a value; its status says whether the command line or the environment is wrong, unless given.
    func fault(
        _ row: SettingDescription,
        _ text: String,
        _ fault: ValueFault,
        status: ExitStatus? = nil
    ) -> StartFault {
        let isFlag = self.isFlag(row)
        let name = isFlag ? "\(row.flag) (\(row.variable))" : row.variable
        let shape = ValueShape.describe(text, isSecret: row.isSecret)
        let reason = fault.reason.isEmpty ? "" : ": \(fault.reason)"
        let status = status ?? (isFlag ? .usage : .configuration)
        return StartFault(status, "\(name) is \(shape)\(reason); allowed: \(row.allowed)")
    }
}

extension SettingDescription {
    /// The variable's words as a key, so that `SAYPRO_LOG_LEVEL` is `saypro.log.level`.
    fileprivate var key: ConfigKey {
        ConfigKey(variable.lowercased().split(separator: "_").map(String.init))
    }
}
