import Contract
import Postgres

/// What was refused where there is no case: entries by ingest, and commands by the router.
struct Refusals: Sendable {
    /// A command that the router refused.
    struct Command: Sendable {
        var time: Instant
        var actor: String
        var detail: JSONValue

        func fact(_ name: String) -> String { detail[name].map { $0.text ?? $0.description } ?? "" }
    }

    let name: String
    let entries: [RejectedEntries.Row]
    let commands: [Command]

    /// What was refused of that publisher's id, entry of a stream, or conversation; nil when nothing was.
    static func find(_ name: String, on session: PostgresSession) async throws -> Refusals? {
        let entries = try await RejectedEntries(session: session).rows(.init(name: name))
        let rows = try await session.query(
            Statement(
                """
                SELECT h.time, h.actor, h.detail::text
                FROM pipeline.settings AS s
                CROSS JOIN LATERAL generate_series(0, s.partitions - 1) AS p
                CROSS JOIN LATERAL (
                    SELECT * FROM api.case_history AS r
                    WHERE r.partition = p AND r."case" IS NULL AND (r.conversation = $1 OR r.detail ->> 'id' = $1)
                ) AS h
                ORDER BY h.time DESC LIMIT 100
                """,
                .text(name)
            )
        )
        let commands = rows.map { row in
            Command(
                time: Instant(microseconds: row.timestamp(0)),
                actor: row.text(1),
                detail: (try? JSONValue(parsing: row.text(2))) ?? .null
            )
        }
        return entries.isEmpty && commands.isEmpty ? nil : Refusals(name: name, entries: entries, commands: commands)
    }

    /// A line for each, with the reason, newest first.
    var lines: [String] {
        var lines = ["\(name): there is no case; this was refused:"]
        for row in entries {
            let field = row.field.isEmpty ? "" : " (\(row.field))"
            lines.append("  \(CaseWords.time(row.at))  entry \(row.id ?? row.entry) of \(row.source ?? "nobody known")")
            lines.append("    \(row.code)\(field): \(row.detail)")
            lines.append("    saypro rejected show \(row.entry)")
        }
        for command in commands {
            lines.append(
                "  \(CaseWords.time(command.time))  \(command.fact("command")) \(command.fact("id")) by \(command.actor)"
            )
            lines.append("    \(command.fact("code")): \(command.fact("detail"))")
        }
        return lines
    }

    var json: JSONValue {
        [
            "case": .null, "rejected": .array(entries.map(\.json)),
            "refused": .array(
                commands.map {
                    ["time": .string($0.time.description), "actor": .string($0.actor), "detail": $0.detail]
                }
            ),
        ]
    }
}
