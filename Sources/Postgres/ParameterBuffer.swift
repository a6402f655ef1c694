/// The values of one statement in PostgreSQL's binary format, end to end in one buffer that is used again and again.
struct ParameterBuffer: ~Copyable {
    /// What a session keeps between two statements; a larger buffer is given back.
    private static let retainedCapacity = 4 << 20

    private var storage: [UInt8] = .init(repeating: 0, count: 4096)
    private var used = 0
    private var offsets: [Int] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// Whether the values fit into what one statement may carry.
    private(set) var isWithinLimits = true

    /// Replaces what the buffer holds by these values.
    mutating func encode(_ parameters: [Parameter]) {
        if storage.count > Self.retainedCapacity { storage = .init(repeating: 0, count: 4096) }
        used = 0
        isWithinLimits = parameters.count <= 65_535
        offsets.removeAll(keepingCapacity: true)
        lengths.removeAll(keepingCapacity: true)
        guard isWithinLimits else { return }
        for parameter in parameters {
            let start = used
            let isNull = !append(parameter)
            offsets.append(start)
            lengths.append(isNull ? -1 : Int32(clamping: used - start))
        }
        // PostgreSQL takes messages below 1 GiB.
        if used >= 1 << 30 { isWithinLimits = false }
        while formats.count < parameters.count { formats.append(1) }
    }

    /// Lends the arrays that libpq's send functions take: values (nil for NULL), lengths, formats (all binary).
    func withArguments<Result>(
        _ body: (
            Int32, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
        ) -> Result
    ) -> Result {
        // Safe because the pointers stay inside this call, and every offset lies within the storage.
        unsafe storage.withUnsafeBytes { bytes in
            var values: [UnsafePointer<CChar>?] = unsafe []
            unsafe values.reserveCapacity(offsets.count)
            for index in offsets.indices {
                let start = unsafe bytes.baseAddress?.advanced(by: offsets[index])
                unsafe values.append(lengths[index] < 0 ? nil : start?.assumingMemoryBound(to: CChar.self))
            }
            return unsafe body(Int32(offsets.count), values, lengths, formats)
        }
    }

    /// Appends one value; false for NULL.
    private mutating func append(_ parameter: Parameter) -> Bool {
        switch parameter {
        case .null: return false
        case .text(let text): append(byteCount: text.utf8.count) { $0.write(text) }
        case .int4(let number): append(byteCount: 4) { $0.write(number) }
        case .int8(let number): append(byteCount: 8) { $0.write(number) }
        case .bool(let flag): append(byteCount: 1) { $0.write(flag) }
        case .double(let number): append(byteCount: 8) { $0.write(number) }
        case .bytes(let bytes): append(byteCount: bytes.count) { $0.write(bytes) }
        case .uuid(let uuid): append(byteCount: 16) { $0.write(uuid) }
        case .timestamp(let instant): append(byteCount: 8) { $0.write(Timestamp.encoded(instant)) }
        case .texts(let texts):
            appendArray(of: .text, texts, size: { $0.utf8.count }, write: { $0.write($1) })
        case .int4s(let numbers): appendInt4s(numbers)
        case .int8s(let numbers):
            appendArray(of: .int8, numbers, size: { _ in 8 }, write: { $0.write($1) })
        case .bools(let flags):
            appendArray(of: .bool, flags, size: { _ in 1 }, write: { $0.write($1) })
        case .doubles(let numbers):
            appendArray(of: .float8, numbers, size: { _ in 8 }, write: { $0.write($1) })
        case .uuids(let uuids):
            appendArray(of: .uuid, uuids, size: { _ in 16 }, write: { $0.write($1) })
        case .timestamps(let instants):
            appendArray(of: .timestamptz, instants, size: { _ in 8 }, write: { $0.write(Timestamp.encoded($1)) })
        case .byteStrings(let strings):
            appendArray(of: .bytea, strings, size: { $0.count }, write: { $0.write($1) })
        }
        return true
    }
}

// MARK: - Arrays

extension ParameterBuffer {
    /// Appends PostgreSQL's array format: dimensions, a flag for NULLs, the type, then each value after its length.
    ///
    /// One pass measures, so that the second can write without looking at the room that is left.
    @inline(__always)
    private mutating func appendArray<Element>(
        of type: PostgresType,
        _ elements: [Element?],
        size: (Element) -> Int,
        write: (inout BinaryWriter, Element) -> Void
    ) {
        var byteCount = 4 * elements.count
        var hasNulls = false
        for element in elements {
            if let element { byteCount += size(element) } else { hasNulls = true }
        }
        append(byteCount: byteCount + Self.headerSize(elements.count)) { writer in
            Self.writeHeader(of: type, count: elements.count, hasNulls: hasNulls, to: &writer)
            for element in elements {
                guard let element else {
                    writer.write(-1 as Int32)
                    continue
                }
                writer.write(Int32(truncatingIfNeeded: size(element)))
                write(&writer, element)
            }
        }
    }

    private mutating func appendInt4s(_ numbers: [Int32]) {
        append(byteCount: 8 * numbers.count + Self.headerSize(numbers.count)) { writer in
            Self.writeHeader(of: .int4, count: numbers.count, hasNulls: false, to: &writer)
            for number in numbers {
                writer.write(4 as Int32)
                writer.write(number)
            }
        }
    }

    /// An empty array has no dimensions, any other here has one: its length and its lower bound.
    private static func headerSize(_ count: Int) -> Int { count == 0 ? 12 : 20 }

    private static func writeHeader(
        of type: PostgresType,
        count: Int,
        hasNulls: Bool,
        to writer: inout BinaryWriter
    ) {
        writer.write((count == 0 ? 0 : 1) as Int32)
        writer.write((hasNulls ? 1 : 0) as Int32)
        writer.write(type.oid)
        guard count > 0 else { return }
        writer.write(Int32(truncatingIfNeeded: count))
        writer.write(1 as Int32)
    }

    /// Makes room for exactly `byteCount` bytes and has them written.
    @inline(__always)
    private mutating func append(byteCount: Int, _ write: (inout BinaryWriter) -> Void) {
        if used + byteCount >= storage.count { grow(by: byteCount) }
        // Safe because the storage has room for `byteCount` bytes from `used` on, and the writer stays within them.
        unsafe storage.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            var writer = unsafe BinaryWriter(start + used, byteCount: byteCount)
            write(&writer)
        }
        used += byteCount
    }

    private mutating func grow(by byteCount: Int) {
        var larger = [UInt8](repeating: 0, count: max(2 * storage.count, used + byteCount + 1))
        larger.replaceSubrange(0..<used, with: storage[0..<used])
        storage = larger
    }
}
