import Hummingbird

extension HTTPFields {
    /// The value of a header that has no constant of its own.
    func value(_ name: String) -> String? {
        Element.Name(name).flatMap { self[$0] }
    }

    /// Sets a header that has no constant of its own.
    mutating func set(_ name: String, _ value: String) {
        guard let name = Element.Name(name) else { return }
        self[name] = value
    }
}
