import Foundation

/// The bytes of a file from an offset on, read in blocks, one byte of look-ahead.
struct ByteSource {
    private static let blockSize = 256 * 1024
    private let handle: FileHandle
    private let path: String
    private var block: [UInt8] = []
    private var index = 0
    private var blockStart: UInt64

    /// Opens the file at `path` and starts at `offset`.
    init(path: String, offset: UInt64 = 0) throws(ToolFailure) {
        self.path = path
        blockStart = offset
        do {
            handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            try handle.seek(toOffset: offset)
        } catch {
            throw .failed("cannot read \(path): check that it is there and that you may read it")
        }
    }

    /// How many bytes of the file stand before the next one.
    var offset: UInt64 { blockStart + UInt64(index) }

    /// The next byte, without taking it; nil at the end of the file.
    mutating func peek() throws(ToolFailure) -> UInt8? {
        if index == block.count { try refill() }
        return index < block.count ? block[index] : nil
    }

    /// Takes the next byte; nil at the end of the file.
    mutating func next() throws(ToolFailure) -> UInt8? {
        if index == block.count { try refill() }
        guard index < block.count else { return nil }
        defer { index += 1 }
        return block[index]
    }

    /// The bytes from `start` up to the next one, read once more.
    func bytes(from start: UInt64) throws(ToolFailure) -> [UInt8] {
        do {
            try handle.seek(toOffset: start)
            let bytes = try handle.read(upToCount: Int(offset - start)) ?? Data()
            try handle.seek(toOffset: blockStart + UInt64(block.count))
            return [UInt8](bytes)
        } catch {
            throw .failed("cannot read \(path) any further: check the disk")
        }
    }

    private mutating func refill() throws(ToolFailure) {
        blockStart += UInt64(block.count)
        index = 0
        do {
            block = [UInt8](try handle.read(upToCount: Self.blockSize) ?? Data())
        } catch {
            throw .failed("cannot read \(path) any further: check the disk")
        }
    }
}
