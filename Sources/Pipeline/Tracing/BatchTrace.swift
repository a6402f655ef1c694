import Contract

/// The spans of one batch: of each event that was handled in it and belongs to a trace that is recorded.
struct BatchTrace {
    private let tracing: Tracer
    private let stage: StageDefinition
    private let start: Instant

    /// Begins when the batch begins to be handled.
    init(_ tracing: Tracer, _ stage: StageDefinition) {
        self.tracing = tracing
        self.stage = stage
        start = .now()
    }

    /// The drafts, where those of a stage that reads doors begin a trace if they came without one.
    ///
    /// Traces that are not recorded are not begun, since nobody would see them.
    func begun(_ drafts: [Draft]) -> [Draft] {
        guard stage.reads == .doors else { return drafts }
        return drafts.map { draft in
            guard draft.traceparent == nil else { return draft }
            let trace = TraceID.generate()
            guard tracing.sampler.begins(trace) else { return draft }
            let span = SpanID(of: stage.name, handling: draft.cause)
            var begun = draft
            begun.traceparent = TraceContext(trace: trace, parent: span, isSampled: true).description
            return begun
        }
    }

    /// Records the spans of a batch that is committed: of what it read, or for doors of what it wrote.
    ///
    /// Answers a trace that the batch took part in.
    func end(_ inputs: [Input], writing events: [Event]) -> TraceID? {
        let end = Instant.now()
        let handled = stage.reads == .doors ? events : inputs.compactMap(\.content.event)
        let spans = handled.compactMap { span(of: $0, batchSize: inputs.count, end: end) }
        if !spans.isEmpty { tracing.record(spans) }
        return spans.last?.trace
    }

    /// Records that an input could not be handled, and was parked.
    func end(_ content: Input.Content, parkedFor fault: StageFault) {
        guard let event = content.event, let span = span(of: event, batchSize: 1, parkedFor: fault, end: .now())
        else { return }
        tracing.record([span])
    }

    private func span(
        of event: Event,
        batchSize: Int,
        parkedFor fault: StageFault? = nil,
        end: Instant
    ) -> Span? {
        guard let context = event.traceparent.flatMap({ TraceContext($0) }), tracing.sampler.records(context)
        else { return nil }
        let isOfDoor = stage.reads == .doors
        let handled = isOfDoor ? event.cause : event.event.description
        // When an operator has it tried again, that is another span.
        let id = SpanID(of: stage.name, handling: fault == nil ? handled : "\(handled) parked")
        let parent =
            isOfDoor || event.cause.isEmpty
            ? context.parent : SpanID(of: event.topic.writer, handling: event.cause)
        return Span(
            trace: context.trace,
            id: id,
            // A trace that ingest began itself names this very span.
            parent: parent == id ? nil : parent,
            stage: stage.name,
            subject: Span.Subject(
                event: event.event,
                type: event.type,
                source: isOfDoor ? nil : event.topic,
                partition: event.partition,
                seq: event.seq,
                case: event.case
            ),
            batchSize: batchSize,
            fault: fault?.code,
            start: start,
            end: end
        )
    }
}

extension Input.Content {
    fileprivate var event: Event? {
        if case .event(let event) = self { event } else { nil }
    }
}
