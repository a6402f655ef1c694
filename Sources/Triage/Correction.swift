/// What an admin said about a message's category, kept without its text.
///
/// A correction is stored as its features: enough to learn from, while the text can be erased with its sender.
package struct Correction: Sendable, Hashable {
    /// As how many messages one counts where the policy does not say.
    package static let standardWeight = 5

    package let category: String
    /// The features' buckets in their order.
    let buckets: [UInt16]

    /// The correction of a message's category.
    package init(text: String, category: String) {
        self.category = category
        buckets = Features(of: MessageText(text)).buckets
    }

    /// Reads stored features; nil if they are not of the form that `features` has.
    package init?(features: [UInt8], category: String) {
        guard features.count.isMultiple(of: 2) else { return nil }
        self.category = category
        buckets = stride(from: 0, to: features.count, by: 2).map {
            UInt16(features[$0]) | UInt16(features[$0 + 1]) << 8
        }
        guard buckets.allSatisfy({ Int($0) < Features.bucketCount }) else { return nil }
    }

    /// The features to store, two bytes each.
    package var features: [UInt8] {
        buckets.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
    }
}
