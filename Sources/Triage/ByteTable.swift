/// Rows of bytes, added up many at a time: what every judgement spends most of its time on.
///
/// A row is padded to whole vectors of sixteen, so that adding one is an instruction or two for each.
struct ByteTable: Sendable, Hashable {
    let columns: Int
    private let vectorsPerRow: Int
    private let vectors: [SIMD16<Int8>]

    /// A table of the bytes, row by row.
    init(_ bytes: [Int8], columns: Int) {
        self.columns = columns
        vectorsPerRow = (columns + 15) / 16
        var vectors: [SIMD16<Int8>] = []
        vectors.reserveCapacity(columns == 0 ? 0 : bytes.count / columns * vectorsPerRow)
        for row in stride(from: 0, to: bytes.count, by: max(columns, 1)) {
            for first in stride(from: 0, to: columns, by: 16) {
                var vector = SIMD16<Int8>()
                for lane in 0..<min(16, columns - first) {
                    vector[lane] = bytes[row + first + lane]
                }
                vectors.append(vector)
            }
        }
        self.vectors = vectors
    }

    /// The bytes, row by row.
    var bytes: [Int8] {
        var bytes: [Int8] = []
        bytes.reserveCapacity(vectors.count / max(vectorsPerRow, 1) * columns)
        for (index, vector) in vectors.enumerated() {
            for lane in 0..<min(16, columns - 16 * (index % vectorsPerRow)) {
                bytes.append(vector[lane])
            }
        }
        return bytes
    }

    subscript(row: Int, column: Int) -> Int8 {
        vectors[row * vectorsPerRow + column / 16][column % 16]
    }

    /// The sum of the rows, column by column.
    func sum(of rows: [UInt16]) -> [Int32] {
        var sums: [Int32] = []
        sums.reserveCapacity(columns)
        for part in 0..<vectorsPerRow {
            var total = SIMD16<Int32>()
            for row in rows {
                total &+= SIMD16<Int32>(truncatingIfNeeded: vectors[Int(row) &* vectorsPerRow &+ part])
            }
            for lane in 0..<min(16, columns - 16 * part) {
                sums.append(total[lane])
            }
        }
        return sums
    }
}
