import Contract
import CoreMetrics
import Metrics

/// What the pipeline counts and times, one set a stage and process.
struct PipelineMetrics: Sendable {
    private let batches: Counter
    private let inputs: Counter
    private let events: Counter
    private let redone: Counter
    private let parked: Counter
    private let republished: Counter
    private let readFromLog: Counter
    private let vanishedUnread: Counter
    private let tenuresLost: Counter
    private let transactionTime: Timer
    private let batchSize: Recorder
    private let ownedPartitions: Gauge
    private let lag: Gauge
    private let partitions: Gauge
    private let parkedConversations: Gauge
    private let oldestUnread: Gauge
    private let serving: Gauge
    private let halted: Gauge

    init(stage: StageName, lane: Int) {
        let ofStage = [("stage", stage.rawValue)]
        let ofLane = ofStage + [("lane", String(lane))]
        batches = Counter(label: "saypro_batches_total", dimensions: ofStage)
        inputs = Counter(label: "saypro_inputs_total", dimensions: ofStage)
        events = Counter(label: "saypro_events_total", dimensions: ofStage)
        redone = Counter(label: "saypro_batches_redone_total", dimensions: ofStage)
        parked = Counter(label: "saypro_inputs_parked_total", dimensions: ofStage)
        republished = Counter(label: "saypro_events_republished_total", dimensions: ofStage)
        readFromLog = Counter(label: "saypro_events_read_from_log_total", dimensions: ofStage)
        vanishedUnread = Counter(label: "saypro_inbound_vanished_unread_total", dimensions: ofStage)
        tenuresLost = Counter(label: "saypro_tenures_lost_total", dimensions: ofStage)
        transactionTime = Timer(label: "saypro_transaction_seconds", dimensions: ofStage)
        batchSize = Recorder(label: "saypro_batch_inputs", dimensions: ofStage)
        ownedPartitions = Gauge(label: "saypro_partitions_owned", dimensions: ofLane)
        lag = Gauge(label: "saypro_lag_events", dimensions: ofLane)
        partitions = Gauge(label: "saypro_partitions", dimensions: ofStage)
        parkedConversations = Gauge(label: "saypro_parked_conversations", dimensions: ofLane)
        oldestUnread = Gauge(label: "saypro_oldest_unread_seconds", dimensions: ofLane)
        serving = Gauge(label: "saypro_lane_serving", dimensions: ofLane)
        halted = Gauge(label: "saypro_lane_halted", dimensions: ofLane)
    }

    /// `trace` is one that the batch took part in, to be named as an example.
    func handledBatch(inputs count: Int, events eventCount: Int, in duration: Duration, _ trace: TraceID?) {
        if let trace {
            Tracer.$current.withValue(trace) { transactionTime.record(duration: duration) }
        } else {
            transactionTime.record(duration: duration)
        }
        batches.increment()
        inputs.increment(by: count)
        events.increment(by: eventCount)
        batchSize.record(count)
    }

    func redidBatch() { redone.increment() }

    func parkedInputs(_ count: Int) { parked.increment(by: count) }

    func publishedAgain(_ count: Int) { republished.increment(by: count) }

    func readLog(_ count: Int) { readFromLog.increment(by: count) }

    func foundVanished(_ count: Int) { vanishedUnread.increment(by: count) }

    func lostTenure() { tenuresLost.increment() }

    func owns(_ owned: Int, of count: Int, lag events: Int64, oldest age: Duration, parked conversations: Int) {
        ownedPartitions.record(owned)
        partitions.record(count)
        lag.record(events)
        oldestUnread.record(age / .seconds(1))
        parkedConversations.record(conversations)
    }

    /// What the lane does now; a paused one does what it was told.
    func turned(into state: PipelineHealth.LaneState) {
        switch state {
        case .serving, .paused: serving.record(1)
        case .starting, .waiting, .halted: serving.record(0)
        }
        if case .halted = state { halted.record(1) } else { halted.record(0) }
    }
}
