/// How the values of a column are laid out in the binary format.
enum ColumnType: UInt8, Sendable {
    case text, jsonb, integer, bool, double, float, bytes, uuid, timestamp, textArray, other

    init(oid: UInt32) {
        self =
            switch PostgresType(oid: oid) {
            case .int2, .int4, .int8, .oid: .integer
            case .bool: .bool
            case .float8: .double
            case .float4: .float
            case .bytea: .bytes
            case .uuid: .uuid
            case .timestamptz, .timestamp: .timestamp
            case .textArray, .varcharArray, .nameArray: .textArray
            case .jsonb: .jsonb
            case .text, .varchar, .bpchar, .name, .json, .char, .unknown: .text
            // An enum of the schema: its label.
            case let type where type.isUserDefined: .text
            default: .other
            }
    }
}
