package import Logging
package import Postgres
package import Redis

/// Every setting of every program, in the order in which `--help` and the README list them.
package enum SettingsTable {
    package static let redis = Setting<RedisURL>(
        SettingDescription(
            "REDIS_URL",
            flag: "--redis-url",
            type: "URL",
            standard: "redis://127.0.0.1:6379",
            allowed: "redis://[user:password@]host:port[/db] or unix:///path; several hosts, comma-separated,"
                + " are nodes of a Cluster, or with ?sentinel=NAME Sentinels",
            meaning: "the Redis server that carries the streams",
            isSecret: true
        )
    ) { text throws(ValueFault) in
        do throws(RedisURLFault) { return try RedisURL(text) } catch { throw ValueFault(error.reason) }
    }

    package static let database = Setting<PostgresURL>(
        SettingDescription(
            "DATABASE_URL",
            flag: "--database-url",
            type: "URL",
            standard: "postgres:///saypro",
            allowed: "a libpq connection URI: postgres://[user[:password]@][host][:port][/database][?option=value]",
            meaning: "the PostgreSQL database, as a direct session (not through a transaction-pooling proxy)",
            isSecret: true
        )
    ) { text throws(ValueFault) in
        do throws(PostgresURLFault) { return try PostgresURL(text) } catch { throw ValueFault(error.reason) }
    }

    package static let prefix = Setting<String>(
        SettingDescription(
            "SAYPRO_PREFIX",
            flag: "--prefix",
            type: "text",
            standard: "saypro",
            allowed: "1 to 64 of the characters A-Z a-z 0-9 . _ : -",
            meaning: "the first part of every Redis key"
        )
    ) { text throws(ValueFault) in
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x3A).contains(byte) || (0x61...0x7A).contains(byte | 0x20) && byte >= 0x41
                || byte == 0x2D || byte == 0x2E || byte == 0x5F
        }
        guard isPlain, text.utf8.count <= 64 else { throw ValueFault() }
        return text
    }

    package static let lanes = Setting<Int>(
        SettingDescription(
            "SAYPRO_LANES",
            flag: "--lanes",
            type: "whole number",
            standard: "1",
            allowed: "a whole number from 1 to 1024",
            meaning: "lanes in this process; each has a Redis connection and a PostgreSQL session of its own"
        )
    ) { text throws(ValueFault) in
        guard let lanes = Int(text), (1...1024).contains(lanes) else { throw ValueFault() }
        return lanes
    }

    package static let http = Setting<ListenAddress>(
        SettingDescription(
            "SAYPRO_HTTP",
            flag: "--http",
            type: "host:port",
            standard: "metrics-aggregator 127.0.0.1:8080, others none",
            allowed: "host:port with a port from 0 (any free one) to 65535, or empty for none;"
                + " without the secret dashboard-token only localhost, 127.0.0.0/8 and [::1]",
            meaning: "where /healthz, /readyz and /metrics are served (and the dashboard, in metrics-aggregator)",
            empty: .none
        )
    ) { text throws(ValueFault) in try ListenAddress(parsing: text) }

    package static let logLevel = Setting<Logger.Level>(
        SettingDescription(
            "SAYPRO_LOG_LEVEL",
            flag: "--log-level",
            type: "word",
            standard: "info",
            allowed: Logger.Level.allCases.map(\.rawValue).joined(separator: ", "),
            meaning: "the least severe records that are logged"
        )
    ) { text throws(ValueFault) in
        guard let level = Logger.Level(rawValue: text) else { throw ValueFault() }
        return level
    }

    package static let logFormat = Setting<LogFormat>(
        SettingDescription(
            "SAYPRO_LOG_FORMAT",
            flag: "--log-format",
            type: "word",
            standard: "text on a terminal, else json",
            allowed: LogFormat.allCases.map(\.rawValue).joined(separator: ", "),
            meaning: "how a log record is written to stderr"
        )
    ) { text throws(ValueFault) in
        guard let format = LogFormat(rawValue: text) else { throw ValueFault() }
        return format
    }

    /// The descriptions of all settings.
    package static let all: [SettingDescription] = [
        redis.description, database.description, prefix.description, lanes.description, http.description,
        proxies.description, logLevel.description, logFormat.description, mailServer.description,
        webhookNetworks.description, secrets.description, connectTimeout.description, collectorEndpoint.description,
        serviceName.description, traceSampler.description, traceShare.description,
    ]
}
