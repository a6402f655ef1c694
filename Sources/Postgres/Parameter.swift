/// A value that is bound to `$1`, `$2` … of a statement, sent in binary with its type.
///
/// The arrays are one-dimensional PostgreSQL arrays, for `unnest` and `= ANY`. Values of other types are given as text
/// and cast in the statement, such as `$1::jsonb`.
package enum Parameter: Sendable {
    /// NULL of whatever type the statement expects at this place.
    case null
    case text(String)
    case int4(Int32)
    case int8(Int64)
    case bool(Bool)
    case double(Double)
    case bytes([UInt8])
    case uuid(PostgresUUID)
    /// A `timestamptz` in microseconds since 1970 UTC; the ends of `Int64` are `infinity` and `-infinity`.
    case timestamp(Int64)

    case texts([String?])
    case int4s([Int32])
    case int8s([Int64?])
    case bools([Bool?])
    case doubles([Double?])
    case uuids([PostgresUUID?])
    /// `timestamptz[]` in microseconds since 1970 UTC.
    case timestamps([Int64?])
    case byteStrings([[UInt8]?])

    var type: PostgresType {
        switch self {
        case .null: .unspecified
        case .text: .text
        case .int4: .int4
        case .int8: .int8
        case .bool: .bool
        case .double: .float8
        case .bytes: .bytea
        case .uuid: .uuid
        case .timestamp: .timestamptz
        case .texts: .textArray
        case .int4s: .int4Array
        case .int8s: .int8Array
        case .bools: .boolArray
        case .doubles: .float8Array
        case .uuids: .uuidArray
        case .timestamps: .timestamptzArray
        case .byteStrings: .byteaArray
        }
    }
}
