/// The names of all keys in Redis.
///
/// Each name that belongs to a partition carries it as its hash tag, so that a partition's keys share a slot.
package struct Keys: Sendable, Hashable {
    /// The first part of every name.
    package let prefix: String

    /// The names under that prefix.
    package init(prefix: String = "saypro") {
        self.prefix = prefix
    }

    /// The hash that tells publishers the number of partitions.
    package var config: String { "\(prefix):config" }

    /// The shared door of a partition.
    package func inbound(_ partition: Int) -> String { "\(prefix):inbound:{\(partition)}" }

    /// The private door of a source at a partition; the shared door without a source.
    package func inbound(door: SourceID?, _ partition: Int) -> String {
        guard let door else { return inbound(partition) }
        return "\(prefix):inbound:\(door.rawValue):{\(partition)}"
    }

    /// The receipts of the shared door of a partition.
    package func receipts(_ partition: Int) -> String { "\(prefix):receipts:{\(partition)}" }

    /// The receipts of the private door of a source at a partition; those of the shared door without a source.
    package func receipts(door: SourceID?, _ partition: Int) -> String {
        guard let door else { return receipts(partition) }
        return "\(prefix):receipts:\(door.rawValue):{\(partition)}"
    }

    /// The stream of a topic's partition.
    package func topic(_ topic: Topic, _ partition: Int) -> String { "\(prefix):\(topic.rawValue):{\(partition)}" }

    /// The in-app notices of a partition.
    package func inbox(_ partition: Int) -> String { stream("inbox", partition) }

    /// A stream of a partition that has a name of its own, such as a projection.
    package func stream(_ name: String, _ partition: Int) -> String { "\(prefix):\(name):{\(partition)}" }

    /// What wakes a stage's lanes when one of them, or another program, has sent mail; one for all partitions, since each
    /// stream more makes every read dearer.
    package func poke(stage: String) -> String { "\(prefix):poke:\(stage):{0}" }
}
