internal import CLibpq

/// The fields of an error or notice that may be shown: never DETAIL, HINT or CONTEXT, which may hold data.
///
/// The numbers are those of libpq's macros, which Swift does not import.
enum FaultField: Int32 {
    /// `PG_DIAG_SEVERITY_NONLOCALIZED`, the letter V.
    case severity = 86
    /// `PG_DIAG_SQLSTATE`, the letter C.
    case sqlState = 67
    /// `PG_DIAG_MESSAGE_PRIMARY`, the letter M.
    case message = 77
    /// `PG_DIAG_TABLE_NAME`, the letter t.
    case table = 116
    /// `PG_DIAG_CONSTRAINT_NAME`, the letter n.
    case constraint = 110
    /// `PG_DIAG_SOURCE_FUNCTION`, the letter R.
    case function = 82

    /// Reads the field from a result, which the caller keeps alive.
    @unsafe
    func value(in result: OpaquePointer) -> String? {
        unsafe PQresultErrorField(result, rawValue).map { unsafe String(cString: $0) }
    }
}
