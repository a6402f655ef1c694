/// Reads one value in PostgreSQL's binary format, from its first byte on.
// Safe because no read passes the end of the bytes, and no reader outlives the closure of `Row` that decodes with it.
@safe
struct BinaryReader {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        unsafe self.bytes = unsafe bytes
    }

    /// The bytes that have not been read.
    var remaining: Int { unsafe bytes.count - position }

    /// Reads an integer in network byte order; nil at the end.
    @inline(__always)
    mutating func integer<Number: FixedWidthInteger & BitwiseCopyable>(_: Number.Type = Number.self) -> Number? {
        guard remaining >= MemoryLayout<Number>.size else { return nil }
        defer { position += MemoryLayout<Number>.size }
        return unsafe Number(bigEndian: bytes.loadUnaligned(fromByteOffset: position, as: Number.self))
    }

    /// Reads `length` bytes as UTF-8, which is what every session asks the server for; nil when there are fewer.
    @inline(__always)
    mutating func text(length: Int) -> String? {
        guard length >= 0, length <= remaining else { return nil }
        defer { position += length }
        return unsafe String(decoding: bytes[position..<position + length], as: UTF8.self)
    }

    /// Reads all that remains as UTF-8.
    mutating func text() -> String? { text(length: remaining) }

    /// Reads all that remains.
    mutating func array() -> [UInt8] {
        defer { position += remaining }
        return unsafe Array(bytes[position...])
    }

    /// Reads a `text[]` of at most one dimension; nil when the bytes are something else.
    mutating func texts() -> [String?]? {
        guard let dimensions = integer(Int32.self), integer(Int32.self) != nil, integer(Int32.self) != nil else {
            return nil
        }
        if dimensions == 0 { return [] }
        guard dimensions == 1, let count = integer(Int32.self), integer(Int32.self) != nil else { return nil }
        var texts: [String?] = []
        texts.reserveCapacity(min(Int(max(0, count)), remaining / 4))
        for _ in 0..<max(0, count) {
            guard let length = integer(Int32.self) else { return nil }
            if length < 0 {
                texts.append(nil)
            } else if let text = text(length: Int(length)) {
                texts.append(text)
            } else {
                return nil
            }
        }
        return texts
    }
}
