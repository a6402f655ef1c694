/// A type of PostgreSQL that this client sends or reads, with its fixed object id.
struct PostgresType: Sendable, Equatable {
    let oid: UInt32

    /// The first id that PostgreSQL gives to what a user creates.
    private static let firstUserDefined: UInt32 = 16_384

    /// Whether a schema of ours or an extension made the type.
    var isUserDefined: Bool { oid >= Self.firstUserDefined }

    static let bool = Self(oid: 16)
    static let bytea = Self(oid: 17)
    static let char = Self(oid: 18)
    static let name = Self(oid: 19)
    static let int8 = Self(oid: 20)
    static let int2 = Self(oid: 21)
    static let int4 = Self(oid: 23)
    static let text = Self(oid: 25)
    static let oid = Self(oid: 26)
    static let json = Self(oid: 114)
    static let float4 = Self(oid: 700)
    static let float8 = Self(oid: 701)
    static let unknown = Self(oid: 705)
    static let bpchar = Self(oid: 1042)
    static let varchar = Self(oid: 1043)
    static let timestamp = Self(oid: 1114)
    static let timestamptz = Self(oid: 1184)
    static let uuid = Self(oid: 2950)
    static let jsonb = Self(oid: 3802)

    static let boolArray = Self(oid: 1000)
    static let byteaArray = Self(oid: 1001)
    static let nameArray = Self(oid: 1003)
    static let int4Array = Self(oid: 1007)
    static let textArray = Self(oid: 1009)
    static let varcharArray = Self(oid: 1015)
    static let int8Array = Self(oid: 1016)
    static let float8Array = Self(oid: 1022)
    static let timestamptzArray = Self(oid: 1185)
    static let uuidArray = Self(oid: 2951)

    /// What a NULL without a type is sent as: the server decides from where it stands.
    static let unspecified = Self(oid: 0)
}
