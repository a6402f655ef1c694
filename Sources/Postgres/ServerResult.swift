internal import CLibpq

/// What the server answered to one command: the owner of a `PGresult`.
// Safe because libpq never changes a result once it has handed it over, and `deinit` is the only one to free it.
@safe
struct ServerResult: ~Copyable, @unchecked Sendable {
    private let pointer: OpaquePointer

    /// Takes over a result of `PQgetResult`.
    init(owning pointer: OpaquePointer) {
        unsafe self.pointer = unsafe pointer
    }

    deinit {
        unsafe PQclear(pointer)
    }

    var status: ExecStatusType { unsafe PQresultStatus(pointer) }
    var rowCount: Int { Int(unsafe PQntuples(pointer)) }
    var columnCount: Int { Int(unsafe PQnfields(pointer)) }
    var memorySize: Int { unsafe PQresultMemorySize(pointer) }

    /// The rows that an INSERT, UPDATE, DELETE, MERGE, SELECT … touched; 0 for other commands.
    var affectedRows: Int { Int(unsafe String(cString: PQcmdTuples(pointer))) ?? 0 }

    /// The command's tag, such as `COMMIT`.
    var tag: String { unsafe String(cString: PQcmdStatus(pointer)) }

    func type(ofColumn column: Int) -> UInt32 { unsafe PQftype(pointer, Int32(column)) }

    func name(ofColumn column: Int) -> String {
        unsafe PQfname(pointer, Int32(column)).map { unsafe String(cString: $0) } ?? "#\(column)"
    }

    /// A field of an error, such as its SQLSTATE.
    func fault(_ field: FaultField) -> String? {
        unsafe field.value(in: pointer)
    }

    func isNull(row: Int32, column: Int32) -> Bool {
        unsafe PQgetisnull(pointer, row, column) != 0
    }

    /// Lends the bytes of a value to what decodes them; nil for NULL.
    @inline(__always)
    func withValue<Value>(row: Int32, column: Int32, _ decode: (inout BinaryReader) -> Value?) -> Value? {
        // Safe because the bytes belong to the result, which outlives the call, and libpq gives their number.
        let bytes = unsafe UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, row, column),
            count: Int(PQgetlength(pointer, row, column))
        )
        if unsafe bytes.isEmpty, isNull(row: row, column: column) { return nil }
        var reader = unsafe BinaryReader(bytes)
        return decode(&reader)
    }
}
