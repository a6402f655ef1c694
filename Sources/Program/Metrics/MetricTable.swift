/// Every metric that the programs count or time, with what it means; a test compares it with the code.
package enum MetricTable {
    package static let all: [MetricDescription] = pipeline + ingest + notifier

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
        MetricDescription("saypro_lag_events", help: "Events that the lane's partitions have and it has not handled"),
    ]

    private static let notifier = [
        MetricDescription(
            "saypro_notices_total",
            help: "Notices that were decided where they happened: sent in the application, or suppressed"
        ),
        MetricDescription(
            "saypro_notice_delay_seconds",
            help: "From what a notice tells to its being sent in the application",
            buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300]
        ),
        MetricDescription("saypro_letters_total", help: "Attempts to send mails and webhooks, by what became of them"),
        MetricDescription("saypro_letter_seconds", help: "How long an attempt to send a mail or a webhook took"),
    ]

    private static let ingest = [
        MetricDescription("saypro_ingest_entries_total", help: "Entries that ingest judged, by verdict")
    ]
}
