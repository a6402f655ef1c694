package import Contract
package import Postgres
package import Redis

/// Where a program's lanes find their servers, and how much they take at a time.
package struct PipelineSettings: Sendable {
    package let redis: RedisURL
    package let postgres: PostgresURL
    package let keys: Keys
    /// Which process this is, as operators see it in `saypro status`: `host:pid`.
    package let instance: String
    /// How many inputs a batch has, at most.
    package var batchLimit = 1_000
    /// How many bytes a batch holds, roughly and at most.
    package var batchBytes = 4 << 20
    /// How long a lane is silent before it compares its positions with the log, and the rhythm of its upkeep while it
    /// has work.
    package var tick: Duration = .seconds(1)
    /// Within what time a lane may park only a few conversations before it halts.
    package var parkingWindow: Duration = .seconds(60)
    package var faults = FaultPoints.none
    /// Where spans go; nil where none are made.
    package var tracing: Tracer?

    package init(redis: RedisURL, postgres: PostgresURL, keys: Keys, instance: String) {
        self.redis = redis
        self.postgres = postgres
        self.keys = keys
        self.instance = instance
    }

    /// The rhythm of the upkeep that long after the last batch: an idle lane costs half as much, and others still wait no
    /// longer than two ticks for the partitions of one that was killed.
    package func rhythm(after silence: Duration) -> Duration {
        silence < tick * 10 ? tick : tick * 2
    }

    /// The settings of a lane's session, by which the server frees the locks of an owner that hangs or is cut off.
    ///
    /// A lane's own waits are all shorter than these.
    static let sessionSettings = [
        "idle_session_timeout": "5s",
        "idle_in_transaction_session_timeout": "5s",
        "statement_timeout": "10s",
        "client_connection_check_interval": "500ms",
        "default_transaction_isolation": "read committed",
        // A statement is planned once: planning each batch's anew was a quarter of the server's work.
        "plan_cache_mode": "force_generic_plan",
        // A plan made while a table was small is kept when it has grown: 60 rows in a week's ids were enough to plan a
        // scan for each id. Every hot statement finds its rows one by one, by an index.
        "enable_seqscan": "off",
        "enable_hashjoin": "off",
        "enable_mergejoin": "off",
        // A scan that cannot be avoided looks dear enough to be compiled: a tenth of a second for twenty rows.
        "jit": "off",
    ]

    /// How often a lane that waits for Redis speaks to PostgreSQL: well within `idle_session_timeout`.
    static let presence: Duration = .seconds(2)
    /// How long a command to Redis may take, not counting the time that it was asked to wait.
    static let redisTimeout: Duration = .seconds(2)
    static let connectTimeout: Duration = .seconds(3)
}
