package import Contract

/// A stage's handling of one event, as a part of the event's trace.
///
/// It says where the event stands, of what type it is and which case it is about, and nothing of what it holds.
package struct Span: Sendable, Hashable {
    /// The event that was handled; for ingest, the command that it wrote.
    package struct Subject: Sendable, Hashable {
        package let event: EventID
        package let type: String
        /// Where it was read from; nil for an entry of an `inbound` stream.
        package let source: Topic?
        package let partition: Int
        package let seq: Int64
        package let `case`: CaseID?

        package init(event: EventID, type: String, source: Topic?, partition: Int, seq: Int64, case: CaseID?) {
            self.event = event
            self.type = type
            self.source = source
            self.partition = partition
            self.seq = seq
            self.case = `case`
        }
    }

    package let trace: TraceID
    package let id: SpanID
    /// The span that led to it; nil at the beginning of a trace.
    package let parent: SpanID?
    package let stage: StageName
    package let subject: Subject
    /// How many inputs were handled in the same transaction.
    package let batchSize: Int
    /// The code of what was wrong with an event that could not be handled, and was parked.
    package let fault: String?
    /// When the batch began to be handled, and when it was committed.
    package let start: Instant
    package let end: Instant

    package init(
        trace: TraceID,
        id: SpanID,
        parent: SpanID?,
        stage: StageName,
        subject: Subject,
        batchSize: Int,
        fault: String? = nil,
        start: Instant,
        end: Instant
    ) {
        self.trace = trace
        self.id = id
        self.parent = parent
        self.stage = stage
        self.subject = subject
        self.batchSize = batchSize
        self.fault = fault
        self.start = start
        self.end = end
    }
}
