/// Writes values in network byte order into memory that was reserved for them.
// Safe because no write passes the end, and no writer outlives the closure of `ParameterBuffer` that fills with it.
@safe
struct BinaryWriter {
    private var cursor: UnsafeMutableRawPointer
    private let end: UnsafeMutableRawPointer

    init(_ start: UnsafeMutableRawPointer, byteCount: Int) {
        unsafe cursor = unsafe start
        unsafe end = unsafe start + byteCount
    }

    @inline(__always)
    mutating func write(_ value: some FixedWidthInteger) {
        unsafe withUnsafeBytes(of: value.bigEndian) { unsafe copy($0) }
    }

    @inline(__always)
    mutating func write(_ value: Bool) {
        write((value ? 1 : 0) as UInt8)
    }

    @inline(__always)
    mutating func write(_ value: Double) {
        write(value.bitPattern)
    }

    @inline(__always)
    mutating func write(_ value: PostgresUUID) {
        write(value.high)
        write(value.low)
    }

    @inline(__always)
    mutating func write(_ text: String) {
        let isWritten: Void? = unsafe text.utf8.withContiguousStorageIfAvailable {
            unsafe copy(UnsafeRawBufferPointer($0))
        }
        if isWritten == nil { write(Array(text.utf8)) }
    }

    @inline(__always)
    mutating func write(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe copy($0) }
    }

    @inline(__always)
    private mutating func copy(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        precondition(unsafe bytes.count <= end - cursor, "A value grew after it was measured.")
        unsafe cursor.copyMemory(from: source, byteCount: bytes.count)
        unsafe cursor += bytes.count
    }
}
