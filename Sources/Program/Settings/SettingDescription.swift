/// All that an operator needs to know about one setting; `--help` and the README are generated from it.
package struct SettingDescription: Sendable, Equatable {
    /// What an empty value means.
    package enum Empty: Sendable, Equatable {
        case refused
        case none
    }

    /// The environment variable, such as `SAYPRO_LANES`.
    package let variable: String
    /// The flag that wins over the variable, such as `--lanes`.
    package let flag: String
    /// The type of the value in an operator's words.
    package let type: String
    /// The default as it is shown.
    package let standard: String
    /// The values that are taken.
    package let allowed: String
    package let meaning: String
    package let empty: Empty
    /// True when the value may hold a password and must never be shown.
    package let isSecret: Bool

    package init(
        _ variable: String,
        flag: String,
        type: String,
        standard: String,
        allowed: String,
        meaning: String,
        empty: Empty = .refused,
        isSecret: Bool = false
    ) {
        self.variable = variable
        self.flag = flag
        self.type = type
        self.standard = standard
        self.allowed = allowed
        self.meaning = meaning
        self.empty = empty
        self.isSecret = isSecret
    }
}
