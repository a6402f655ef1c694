import Contract
import Figures
import Postgres

/// Tells the notifier to whom an issued report goes: each report in one form once to each address, whichever schedules
/// name it and however often it is told.
///
/// The row of `metrics.mailings` and the letter to the notifier come from one statement, so there is never one without the
/// other. The letter goes to the partition of the address, whose owner keeps the ledger of it.
struct Addressing {
    let period: ReportPeriod
    let schedule: String
    let format: String
    let recipients: [String]

    /// Tells of the report, if it was issued.
    func tell(on session: PostgresSession) async throws {
        let recipients = Set(recipients).sorted()
        guard !recipients.isEmpty else { return }
        let settings = try await session.query(Statement("SELECT partitions FROM pipeline.settings"))
        guard let count = settings.first.map({ Int($0.int(0)) }) else { return }
        let partitioning = Partitioning(count: count)
        let letters = recipients.map { recipient in
            ReportMailing(period, schedule: schedule, format: format, to: recipient, event: EventID.generate()).fields
                .json
        }
        _ = try await session.query(
            Statement(
                """
                WITH told AS (
                    INSERT INTO metrics.mailings (kind, period, schedule, recipient, format)
                    SELECT r.kind, r.period, $3, t.recipient, $4
                    FROM metrics.reports AS r CROSS JOIN unnest($5::text[]) AS t (recipient)
                    WHERE r.kind = $1 AND r.period = $2
                      AND NOT EXISTS (
                          SELECT FROM metrics.mailings AS m
                          WHERE m.kind = r.kind AND m.period = r.period AND m.recipient = t.recipient AND m.format = $4
                      )
                    ON CONFLICT DO NOTHING
                    RETURNING recipient
                )
                INSERT INTO pipeline.mail_notifier (partition, stage, sender, kind, conversation, fields)
                SELECT t.partition, 'notifier', t.partition, $8, t.recipient, t.fields
                FROM told JOIN unnest($5::text[], $6::int[], $7::text[]) AS t (recipient, partition, fields)
                USING (recipient)
                """,
                parameters: [
                    .text(period.kind.rawValue), .text(period.description), .text(schedule), .text(format),
                    .texts(recipients), .int4s(recipients.map { Int32(partitioning.partition(of: $0)) }),
                    .texts(letters), .text(ReportMailing.letterKind),
                ]
            )
        )
    }
}
