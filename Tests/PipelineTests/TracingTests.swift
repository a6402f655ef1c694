import Contract
import Synchronization
import TestKit
import Testing

@testable import Pipeline

/// The spans that were made.
private final class Recorded: Sendable {
    let spans = Mutex<[Span]>([])

    var tracer: Tracer {
        Tracer(sampler: TraceSampler(.all, followsParent: true)) { [self] new in spans.withLock { $0 += new } }
    }
}

/// Which spans a stage's work leaves.
@Suite struct TracingTests {
    private static let trace = TraceID(high: 0x0AF7_6519_16CD_43DD, low: 0x8448_EB21_1C80_319C)
    private static let publisher = SpanID(bits: 0xB7AD_6B71_6920_3331)

    private func context(isSampled: Bool) -> TraceContext {
        TraceContext(trace: Self.trace, parent: Self.publisher, isSampled: isSampled)
    }

    @Test func `each event of a recorded trace has a span, which follows from the one that wrote it`() async throws {
        let bench = try await Bench.prepare(partitions: 1)
        let recorded = Recorded()
        try await bench.withLanes([EchoStage()], tracing: recorded.tracer) {
            try await bench.send(numbered(1...2), to: 0)
            try await bench.send(numbered(3...4), to: 0, traceparent: "\(context(isSampled: false))")
            try await bench.send(numbered(5...6), to: 0, traceparent: "\(context(isSampled: true))")
            try await eventually("all echoes") { try await bench.echoes(0).count == 6 }
        }
        let spans = recorded.spans.withLock { $0 }
        #expect(spans.map(\.subject.seq) == [5, 6])
        #expect(Set(spans.map(\.id)).count == 2)
        for span in spans {
            #expect(span.trace == Self.trace)
            #expect(span.parent == SpanID(of: .ingest, handling: "test"))
            #expect(span.stage == .survey && span.subject.type == "message.post" && span.fault == nil)
            #expect(span.subject.source == .commands && span.subject.partition == 0)
            #expect((1...6).contains(span.batchSize))
            #expect(span.start <= span.end)
        }
    }

    @Test func `an event that cannot be handled has a span that says so, and another when it is handled after all`()
        async throws
    {
        let bench = try await Bench.prepare(partitions: 1)
        let recorded = Recorded()
        let stage = EchoStage(poisonous: ["bad"])
        try await bench.withLanes([stage], tracing: recorded.tracer) {
            let bad = numbered(1...1, [("conversation", "bad")])
            try await bench.send(bad, to: 0, traceparent: "\(context(isSampled: true))")
            try await eventually("the parked event") {
                try await bench.number("SELECT count(*) FROM api.parked WHERE code = 'poison'") == 1
            }
            stage.poisonous.withLock { $0 = [] }
            try await bench.run("UPDATE pipeline.parked SET state = 'retry'")
            try await eventually("its echo") { try await bench.echoes(0) == ["1"] }
        }
        let spans = recorded.spans.withLock { $0 }
        #expect(spans.map(\.fault) == ["poison", nil])
        #expect(Set(spans.map(\.id)).count == 2)
        #expect(spans.allSatisfy { $0.parent == SpanID(of: .ingest, handling: "test") && $0.subject.seq == 1 })
    }

    @Test func `the stage that reads doors begins a trace for what came without one`() throws {
        let recorded = Recorded()
        let batch = BatchTrace(recorded.tracer, StageDefinition(name: .ingest, reads: .doors, writes: .commands))
        let drafts = batch.begun([draft("inbound:{0}/1-0"), draft("inbound:{0}/2-0", context(isSampled: true))])
        let begun = try #require(drafts[0].traceparent.flatMap { TraceContext($0) })
        #expect(begun.isSampled)
        #expect(drafts[1].traceparent == "\(context(isSampled: true))")
        _ = batch.end([], writing: drafts.enumerated().map { event(of: $1, seq: Int64($0) + 1) })
        let spans = recorded.spans.withLock { $0 }
        #expect(spans.map(\.trace) == [begun.trace, Self.trace])
        #expect(spans.map(\.parent) == [nil, Self.publisher])
        #expect(spans.map(\.id) == drafts.map { SpanID(of: .ingest, handling: $0.cause) })
        #expect(spans[0].id == begun.parent)
        // Further on nothing begins: what has no trace there was not to have one.
        let router = BatchTrace(
            recorded.tracer,
            StageDefinition(name: .router, reads: .topics([.commands]), writes: .cases)
        )
        #expect(router.begun([draft("x")])[0].traceparent == nil)
    }

    @Test(arguments: [
        (TraceSampler(.all, followsParent: true), true, false, true),
        (TraceSampler(.none, followsParent: true), true, false, false),
        (TraceSampler(.share(0), followsParent: true), true, false, false),
        (TraceSampler(.share(1), followsParent: true), true, false, true),
        (TraceSampler(.all, followsParent: false), true, true, true),
        (TraceSampler(.none, followsParent: false), false, false, false),
        (TraceSampler(.share(0.5), followsParent: false), false, false, false),
        (TraceSampler(.share(0.52), followsParent: false), true, true, true),
    ])
    func `a sampler decides by the flag of the parent, or by the trace`(
        sampler: TraceSampler,
        ofSampled: Bool,
        ofUnsampled: Bool,
        begins: Bool
    ) {
        #expect(sampler.records(context(isSampled: true)) == ofSampled)
        #expect(sampler.records(context(isSampled: false)) == ofUnsampled)
        #expect(sampler.begins(Self.trace) == begins)
    }

    private func draft(_ cause: String, _ context: TraceContext? = nil) -> Draft {
        Draft(
            partition: 0,
            type: "message.post",
            time: .now(),
            conversation: nil,
            cause: cause,
            traceparent: context?.description,
            fields: Fields()
        )
    }

    private func event(of draft: Draft, seq: Int64) -> Event {
        Event(
            topic: .commands,
            partition: 0,
            seq: seq,
            type: draft.type,
            version: 1,
            event: draft.event,
            time: draft.time,
            cause: draft.cause,
            traceparent: draft.traceparent,
            fields: draft.fields
        )
    }
}
