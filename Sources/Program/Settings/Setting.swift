/// One setting: how it is described, and how its text becomes a value.
package struct Setting<Value: Sendable>: Sendable {
    package let description: SettingDescription
    let parse: @Sendable (String) throws(ValueFault) -> Value

    init(_ description: SettingDescription, parse: @escaping @Sendable (String) throws(ValueFault) -> Value) {
        self.description = description
        self.parse = parse
    }
}

/// Why a setting's text is not a value; the reason is empty where the allowed values say it all.
struct ValueFault: Error, Equatable {
    /// A phrase that never repeats a secret.
    let reason: String

    init(_ reason: String = "") {
        self.reason = reason
    }
}
