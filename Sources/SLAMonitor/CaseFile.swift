import Clocks
import Contract
import Policy
import Postgres

/// What is stored of a case: its facts, how far they are told, its clocks as they were told, and its reply promises.
struct CaseFile {
    struct Key: Hashable {
        let partition: Int
        let id: CaseID
    }

    let key: Key
    let conversation: String
    var facts: [Fact] = []
    var knownUntil = Instant(microseconds: .min)
    var nextAt: Instant?
    /// Until when it waits for its past to be complete before it is judged; nil when it does not.
    var heldUntil: Instant?
    /// Since when a response has been awaited, by a clock that has not ended.
    var askedAt: Instant?
    /// When the last version of the policy was applied that was looked at for it.
    var policyUntil: Instant?
    var told: [ToldClock] = []
    /// The time of the last fact that was stored, where everything that is new came later and only the clocks that this
    /// can change were read.
    var settledBy: Instant?
    /// What was learnt since it was read.
    var added: [Fact] = []
    /// What its user was told about first replies.
    var promises: [ReplyPromise] = []

    /// What a query for files selects of `sla.cases AS c`.
    static let columns =
        "c.partition, c.\"case\", c.conversation, c.facts, c.known_until, c.next_at, c.policy_until, c.held_until"
}

/// Reads the files of cases, without their clocks.
struct SelectFiles {
    let keys: [CaseFile.Key]

    var statement: Statement {
        Statement(
            """
            SELECT \(CaseFile.columns)
            FROM unnest($1::int[], $2::text[]) AS k (partition, "case")
            JOIN sla.cases AS c ON c.partition = k.partition AND c."case" = k."case"
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.id.rawValue))
        )
    }
}

/// Reads what was told of the clocks of cases.
struct SelectClocks {
    let keys: [CaseFile.Key]

    static let columns = """
        c.partition, c."case", c.metric, c.instance, c.promise, c.state, c.started_at, c.promised_at, c.due_at,
        c.stopped_at, c.breached_at, c.warned, c.level, c.segments, c.setting, c.policy_version, c.undelivered
        """

    var statement: Statement {
        Statement(
            """
            SELECT \(Self.columns)
            FROM unnest($1::int[], $2::text[]) AS k (partition, "case")
            JOIN sla.clocks AS c ON c.partition = k.partition AND c."case" = k."case"
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.id.rawValue))
        )
    }
}

/// Reads those clocks of cases that what comes later can change: of what is measured with each exchange, those of the last
/// measurement.
struct SelectUnsettledClocks {
    let keys: [CaseFile.Key]

    var statement: Statement {
        let metrics = Dictionary(grouping: Metric.allCases, by: \.isOfExchanges).mapValues { $0.map(\.rawValue) }
        return Statement(
            """
            SELECT \(SelectClocks.columns)
            FROM unnest($1::int[], $2::text[]) AS k (partition, "case")
            JOIN sla.clocks AS c ON c.partition = k.partition AND c."case" = k."case" AND c.metric = ANY ($3::text[])
            UNION ALL
            SELECT \(SelectClocks.columns)
            FROM unnest($1::int[], $2::text[]) AS k (partition, "case")
            CROSS JOIN unnest($4::text[]) AS m (metric)
            CROSS JOIN LATERAL (
                SELECT max(o.instance) AS instance FROM sla.clocks AS o
                WHERE o.partition = k.partition AND o."case" = k."case" AND o.metric = m.metric
            ) AS last
            JOIN sla.clocks AS c ON c.partition = k.partition AND c."case" = k."case" AND c.metric = m.metric
                AND c.instance = last.instance
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .texts(keys.map(\.id.rawValue)),
            .texts(metrics[false] ?? []),
            .texts(metrics[true] ?? [])
        )
    }
}

extension CaseFile {
    /// Up to when versions of the policy are looked at: what is known of the case says that it was then.
    var policyHorizon: Instant {
        [policyUntil, facts.last?.time, knownUntil].compactMap(\.self).max() ?? knownUntil
    }

    /// A file as ``SelectFiles`` gives it.
    init(_ row: Row) throws(UnreadableRow) {
        key = Key(partition: Int(row.int(0)), id: CaseID(row.text(1)))
        conversation = row.text(2)
        guard let facts = [Fact](text: row.text(3)) else { throw UnreadableRow(table: "sla.cases") }
        self.facts = facts
        knownUntil = Instant(microseconds: row.timestamp(4))
        nextAt = row.instantOrNull(5)
        policyUntil = row.instantOrNull(6)
        heldUntil = row.instantOrNull(7)
    }
}

extension ToldClock {
    /// A clock as ``SelectClocks`` gives it.
    init(_ row: Row) throws(UnreadableRow) {
        guard let metric = Metric(rawValue: row.text(2)), let state = Clock.State(rawValue: row.text(5)) else {
            throw UnreadableRow(table: "sla.clocks")
        }
        let promise = row.text(4)
        self.init(
            key: ClockKey(metric: metric, instance: Int(row.int(3)), promise: promise.isEmpty ? nil : promise),
            state: state,
            startedAt: Instant(microseconds: row.timestamp(6)),
            promisedAt: row.instantOrNull(7),
            dueAt: row.instantOrNull(8),
            policy: row.int(15),
            stoppedAt: row.instantOrNull(9),
            breachedAt: row.instantOrNull(10),
            warned: row.texts(11).compactMap(\.self),
            level: Int(row.int(12)),
            undelivered: Int(row.int(16)),
            segments: row.text(13),
            setting: row.text(14)
        )
    }
}

/// A row says what this version of the program does not know: another version has written it.
struct UnreadableRow: Error, Sendable, Equatable {
    let table: String
}

extension Row {
    /// The column as a point in time, or nil where it is NULL.
    fileprivate func instantOrNull(_ column: Int) -> Instant? {
        timestampOrNull(column).map { Instant(microseconds: $0) }
    }
}
