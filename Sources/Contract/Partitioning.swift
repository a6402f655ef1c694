/// How keys are spread over the partitions: CRC-32 of the key modulo their count.
package struct Partitioning: Sendable, Hashable {
    /// What a system may be made with.
    package static let allowedCounts = 1...1024

    /// How many partitions there are, 1 to 1024; fixed when the system is made.
    package let count: Int

    /// A spread over that many partitions; the caller has checked that the count is allowed.
    package init(count: Int) {
        precondition(Self.allowedCounts.contains(count), "a system has 1 to 1024 partitions")
        self.count = count
    }

    /// The partition, from 0, that the key belongs to; the empty key belongs to 0.
    package func partition(of key: String) -> Int {
        Int(CRC32.of(key) % UInt32(count))
    }
}
