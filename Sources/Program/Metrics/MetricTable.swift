/// Every metric that the programs count or time, with what it means; a test compares it with the code.
package enum MetricTable {
    package static let all: [MetricDescription] = pipeline + ingest

    private static let pipeline = [
        MetricDescription("saypro_batches_total", help: "Batches that were committed"),
        MetricDescription("saypro_inputs_total", help: "Entries, events, letters and timers that were handled"),
        MetricDescription("saypro_events_total", help: "Events that the stage wrote"),
        MetricDescription("saypro_batches_redone_total", help: "Batches that were redone one input at a time"),
        MetricDescription("saypro_inputs_parked_total", help: "Inputs that were parked"),
        MetricDescription("saypro_events_republished_total", help: "Events that were published to Redis again"),
        MetricDescription(
            "saypro_events_read_from_log_total",
            help: "Events that were read from the log and not from Redis"
        ),
        MetricDescription(
            "saypro_inbound_vanished_unread_total",
            help: "Entries that were gone from an inbound stream before they were read"
        ),
        MetricDescription("saypro_tenures_lost_total", help: "Times that a lane lost its session or its connection"),
        MetricDescription("saypro_transaction_seconds", help: "How long the transaction of a batch took"),
        MetricDescription("saypro_batch_inputs", help: "Inputs in a batch"),
        MetricDescription("saypro_partitions_owned", help: "Partitions that the lane owns"),
        MetricDescription(
            "saypro_lag_events",
            help: "Events, or inbound entries, that the lane's partitions have and it has not handled"
        ),
        MetricDescription("saypro_partitions", help: "Partitions of the installation"),
        MetricDescription(
            "saypro_parked_conversations",
            help: "Conversations that are parked in the lane's partitions"
        ),
        MetricDescription(
            "saypro_oldest_unread_seconds",
            help: "How long the oldest event or entry has waited that the lane has not handled; 0 if none does"
        ),
        MetricDescription("saypro_lane_serving", help: "1 while the lane works or is paused, 0 while it cannot work"),
        MetricDescription("saypro_lane_halted", help: "1 while the lane has stopped because it parked too much"),
    ]

    private static let ingest = [
        MetricDescription("saypro_ingest_entries_total", help: "Entries that ingest judged, by verdict")
    ]
}
