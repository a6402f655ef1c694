/// A table whose rows each belong to the partition of a key.
struct RepartitionedTable: Sendable {
    let name: String
    /// The key as SQL over the row `t`; NULL where it is not known.
    let key: String

    /// All of them; what is found through another table's rows of its partition stands before that table.
    static let all: [RepartitionedTable] = [
        .init("ingest.conversations", "t.conversation"),
        .init("ingest.messages", "t.conversation"),
        // What was valid was judged where it belongs, what was not where it came in.
        .init("ingest.rejected", "CASE WHEN t.code IN ('conflict', 'rate_limited') THEN t.conversation END"),
        .init("router.calls", caseOf("t.\"case\"")),
        .init("router.corrections", caseOf("t.\"case\"")),
        .init("router.ladder_steps", caseOf("t.\"case\"")),
        .init("router.case_history", "t.conversation"),
        .init("router.cases", "t.conversation"),
        .init("router.users", "t.id"),
        .init("sla.clocks", "t.conversation"),
        .init("sla.reply_promises", "t.conversation"),
        .init("sla.cases", "t.conversation"),
        .init("notifier.survey_links", surveyOf(#"regexp_replace(t.survey, '/[0-9]+$', '')"#)),
        .init("notifier.people", "t.id"),
        .init("notifier.paces", "t.recipient"),
        .init("notifier.waiting", "t.recipient"),
        .init("notifier.letters", "t.recipient"),
        .init("notifier.notifications", notice),
        .init("survey.answers", surveyOf("t.\"case\"")),
        .init("survey.surveys", "t.conversation"),
        .init("survey.users", "t.\"user\""),
        .init("survey.transfers", "t.\"user\""),
        .init("survey.refusals", "t.conversation"),
        .init(
            "metrics.upheld",
            """
            (SELECT r.conversation FROM metrics.records AS r
             WHERE r.partition = t.partition AND r.subject = regexp_replace(t.subject, '/[0-9]+$', ''))
            """
        ),
        .init("metrics.records", "t.conversation"),
        .init("metrics.presence", "t.admin"),
    ]

    /// Tables with partitions that other steps see to, or whose partitions are numbers of streams.
    static let others: Set<String> = [
        "ingest.ids", "pipeline.events", "pipeline.heads", "pipeline.positions", "pipeline.timers", "pipeline.mail",
        "pipeline.parked", "pipeline.discarded", "pipeline.places", "pipeline.handled_before",
        "pipeline.door_positions",
        // They go with the days that they belong to, which are read from their cells then.
        "metrics.day_changes",
    ]

    private init(_ name: String, _ key: String) {
        self.name = name
        self.key = key
    }

    /// The conversation of the case of that id.
    private static func caseOf(_ id: String) -> String {
        "(SELECT c.conversation FROM router.cases AS c WHERE c.id = \(id) AND c.partition = t.partition)"
    }

    /// The conversation of the surveys of that case.
    private static func surveyOf(_ id: String) -> String {
        """
        (SELECT s.conversation FROM survey.surveys AS s
         WHERE s.partition = t.partition AND s."case" = \(id) LIMIT 1)
        """
    }

    /// A notice in the application stands where its event does, the others with their recipient.
    ///
    /// One that was suppressed
    /// before it got there may stand with its event whatever the channel, and is not looked for any more.
    private static let notice = """
        CASE WHEN t.channel <> 'in_app' AND t.partition = pipeline.partition_of(
                 t.recipient, (SELECT from_count FROM pipeline.repartitioning)
             ) THEN t.recipient ELSE coalesce(t.conversation, t.recipient) END
        """
}

/// A table of sums over the things of a partition, which are only ever read over all partitions.
struct MergedTable: Sendable {
    let name: String
    let keys: [String]
    let sums: [String]

    static let all: [MergedTable] = [
        MergedTable(
            name: "metrics.cells",
            keys: [
                "hour", "measure", "label", "team", "channel", "category", "admin", "language", "campaign", "bucket",
            ],
            sums: ["n", "sum"]
        ),
        MergedTable(name: "metrics.people", keys: ["month", "measure", "person"], sums: []),
        MergedTable(name: "metrics.open_days", keys: ["day"], sums: []),
        MergedTable(
            name: "sla.reply_times",
            keys: ["day", "category", "channel", "hour", "bucket"],
            sums: ["n"]
        ),
    ]
}
