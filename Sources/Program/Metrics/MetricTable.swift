/// Every metric that the programs count or time, with what it means; a test compares it with the code.
package enum MetricTable {
    package static let all: [MetricDescription] = pipeline + ingest + notifier + figures

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
        MetricDescription("saypro_spans_sent_total", help: "Spans of traces that the collector took"),
        MetricDescription(
            "saypro_spans_dropped_total",
            help: "Spans of traces that were dropped because the collector was away, too slow, or refused them"
        ),
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

    /// The promises, in seconds: 15 minutes, 1, 3, 12, 24, 48 and 72 hours.
    private static let promises: [Double] = [900, 3600, 10_800, 43_200, 86_400, 172_800, 259_200]

    private static let figures = [
        MetricDescription("saypro_kpi_value", help: "The KPI over its present window, in its unit"),
        MetricDescription("saypro_kpi_target", help: "What the policy wants of the KPI"),
        MetricDescription(
            "saypro_kpi_met",
            help: "1 where the target is kept, 0 where it is missed, -1 where nobody knows"
        ),
        MetricDescription("saypro_kpi_things", help: "How many things the KPI is about"),
        MetricDescription(
            "saypro_kpi_burn_rate",
            help: "How fast what may be missed is used up; 1 just keeps the target"
        ),
        MetricDescription("saypro_kpi_forecast", help: "The share that will have been missed when the window ends"),
        MetricDescription(
            "saypro_first_response_seconds",
            help: "Time until the first public reply by a person",
            buckets: promises
        ),
        MetricDescription(
            "saypro_next_response_seconds",
            help: "Time until a later public reply by a person",
            buckets: promises
        ),
        MetricDescription(
            "saypro_resolution_seconds",
            help: "Time from the first contact to the resolve",
            buckets: promises
        ),
    ]
}
