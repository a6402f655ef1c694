package import Contract
package import Postgres
package import ServiceLifecycle

/// The part of a program that decides: a function from a batch of inputs and the rows it owns to rows, events and timers.
///
/// Reading, ordering, transactions, publishing, retrying, parking and draining are the pipeline's; a stage knows none of
/// them. A batch may be redone after a rollback, so a stage keeps no state of its own but caches that a rollback cannot
/// spoil.
package protocol Stage: Sendable {
    /// What the stage reads, understands and writes.
    var definition: StageDefinition { get }

    /// Rereads what the stage keeps outside its rows, such as the policy.
    ///
    /// Called when a lane has a new session, and then once a second or two.
    func refresh(on session: PostgresSession) async throws

    /// What runs beside the lanes of a process, such as what sends the stage's mail.
    var companions: [any Service] { get }

    /// Decides a batch inside its transaction.
    ///
    /// Inputs of one conversation come in order. Rows are read through `transaction`; everything to be written is
    /// returned. Throwing ``StageFault`` says that an input can never succeed: the batch is redone one input at a time
    /// and the conversation of the one that fails alone is parked. Any other error is retried and never parks.
    func handle(_ inputs: [Input], in transaction: Transaction) async throws -> Outcome
}

extension Stage {
    package func refresh(on session: PostgresSession) async throws {}

    package var companions: [any Service] { [] }
}

/// A stage that reads `inbound` streams, whose private doors the policy names.
package protocol DoorReading: Stage {
    /// The sources that have a private door at present.
    var privateDoors: [SourceID] { get }
}

/// What a stage reads, understands and writes.
package struct StageDefinition: Sendable {
    /// Where a stage's inputs come from.
    package enum Reads: Sendable, Equatable {
        /// The `inbound` streams, written by other services with Redis's own ids.
        case doors
        /// Topics of this product, with gapless sequence numbers and a log behind them.
        case topics([Topic])
    }

    package let name: StageName
    package let reads: Reads
    /// Those topics of which the stage consumes little: of these only what it consumes is read, at each upkeep, and from
    /// the log, so that what it passes over costs it nothing.
    package let sparse: Set<Topic>
    /// The versions that the stage understands of each type it consumes; types not listed are passed over.
    package let consumes: [String: Set<Int>]
    /// The topic that the stage's events go to.
    package let writes: Topic?
    /// A second stream that mirrors some of the stage's events.
    package let projection: Projection?
    /// How many inputs a batch has at most: fewer where each of them becomes many events.
    package let batchLimit: Int
    /// The least time between the beginnings of two batches of a lane, unless the first left something over: for stages
    /// whose result nobody waits for, since a batch costs much the same with one input or with many.
    package let pace: Duration

    package init(
        name: StageName,
        reads: Reads,
        sparse: Set<Topic> = [],
        consumes: [String: Set<Int>] = [:],
        writes: Topic? = nil,
        projection: Projection? = nil,
        batchLimit: Int = 1_000,
        pace: Duration = .zero
    ) {
        self.name = name
        self.reads = reads
        self.sparse = sparse
        self.consumes = consumes
        self.writes = writes
        self.projection = projection
        self.batchLimit = batchLimit
        self.pace = pace
    }
}

extension StageDefinition {
    /// The topics that the stage reads; none when it reads doors.
    var topics: [Topic] {
        switch reads {
        case .doors: []
        case .topics(let topics): topics
        }
    }
}

/// A stream beside a topic that carries some of its events in another shape, under the same ids.
///
/// It is published and published again together with the topic, so it is as exact as the topic is, without a
/// transaction of its own.
package struct Projection: Sendable {
    /// The stream's name in Redis, such as `inbox`.
    package let stream: String
    /// The fields of an event's entry, or nothing when the event is not shown in this stream.
    package let fields: @Sendable (Event) -> [(String, String)]?

    package init(stream: String, fields: @escaping @Sendable (Event) -> [(String, String)]?) {
        self.stream = stream
        self.fields = fields
    }
}

/// What a stage says of an input that can never succeed.
package struct StageFault: Error, Sendable, Equatable {
    /// A short word that operators can group by, such as `malformed_event`.
    package let code: String
    /// One sentence for the operator, without personal data.
    package let detail: String

    package init(code: String, detail: String) {
        self.code = code
        self.detail = detail
    }
}
