package import Contract

/// How far each stage is with each topic, and what it could not handle.
package struct PipelineState: Sendable, Equatable {
    /// One stage's place in one topic, over all partitions.
    package struct Place: Sendable, Equatable {
        package let stage: String
        package let topic: String
        package let partitions: Int
        /// How many of the partitions somebody owns.
        package let owned: Int
        /// The owners, each once.
        package let owners: [String]
        /// How many events are unread.
        package let lag: Int
        /// When the oldest unread event was written.
        package let oldest: Instant?

        package init(
            stage: String,
            topic: String,
            partitions: Int,
            owned: Int,
            owners: [String],
            lag: Int,
            oldest: Instant?
        ) {
            self.stage = stage
            self.topic = topic
            self.partitions = partitions
            self.owned = owned
            self.owners = owners
            self.lag = lag
            self.oldest = oldest
        }
    }

    /// What a stage parked, or ingest refused, for one reason.
    package struct Heap: Sendable, Equatable {
        package let name: String
        package let reason: String
        package let count: Int
        package let latest: Instant

        package init(name: String, reason: String, count: Int, latest: Instant) {
            self.name = name
            self.reason = reason
            self.count = count
            self.latest = latest
        }
    }

    package let places: [Place]
    /// By stage and error.
    package let parked: [Heap]
    /// By source and code, of the last seven days.
    package let rejected: [Heap]

    package init(places: [Place], parked: [Heap], rejected: [Heap]) {
        self.places = places
        self.parked = parked
        self.rejected = rejected
    }
}

/// Where the dashboard learns how the pipeline is.
package protocol HealthSource: Sendable {
    func pipelineState() async throws -> PipelineState
}
