/// A statement as the server knows it.
final class PreparedStatement {
    let name: String
    /// The types that it was prepared with; unspecified where only NULL has been bound so far.
    let types: [UInt32]
    var lastUse: UInt64

    init(name: String, types: [UInt32], lastUse: UInt64) {
        self.name = name
        self.types = types
        self.lastUse = lastUse
    }

    /// Whether these values can be bound: a NULL fits any type, a value fits only its own.
    func fits(_ parameters: [Parameter]) -> Bool {
        guard parameters.count == types.count else { return false }
        for index in types.indices {
            let type = parameters[index].type.oid
            if type != PostgresType.unspecified.oid, type != types[index] { return false }
        }
        return true
    }

    /// The types of these values, and where one is NULL, the type known so far.
    func types(widenedFor parameters: [Parameter]) -> [UInt32] {
        let given = parameters.map(\.type.oid)
        guard given.count == types.count else { return given }
        return zip(given, types).map { $0 == PostgresType.unspecified.oid ? $1 : $0 }
    }
}
