package import Contract

/// Where the spans of a process go, and which traces have any.
package struct Tracer: Sendable {
    package let sampler: TraceSampler
    /// Takes the spans of a batch that was committed, and returns at once.
    package let record: @Sendable ([Span]) -> Void

    /// The trace that what is measured now belongs to, which metrics can name as an example.
    @TaskLocal package static var current: TraceID?

    package init(sampler: TraceSampler, record: @escaping @Sendable ([Span]) -> Void) {
        self.sampler = sampler
        self.record = record
    }
}
