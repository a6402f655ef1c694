import Contract
import Figures
import Postgres
import Testing

@testable import MetricsAggregator

/// To whom an issued report goes, as the notifier is told.
struct AddressingTests {
    private func addressing(_ schedule: String, _ format: String, _ recipients: [String]) throws -> Addressing {
        Addressing(
            period: try #require(ReportPeriod("2026-W09", as: .weekly)),
            schedule: schedule,
            format: format,
            recipients: recipients
        )
    }

    @Test
    func `a report goes to each address once in each form, however often and by however many schedules it is told`()
        async throws
    {
        let aggregator = try await DatabaseAggregator.open()
        // Before it is issued there is nothing to tell.
        try await addressing("weekly", "html", ["a@example.org"]).tell(on: aggregator.session)
        _ = try await aggregator.session.query(
            Statement(
                """
                INSERT INTO metrics.reports (kind, period, policy_version, content) VALUES ('weekly', '2026-W09', 1, '{}')
                """
            )
        )
        for _ in 0..<3 {
            try await addressing("weekly", "html", ["b@example.org", "a@example.org", "a@example.org"])
                .tell(on: aggregator.session)
            try await addressing("staff", "html", ["a@example.org"]).tell(on: aggregator.session)
            try await addressing("files", "csv", ["a@example.org"]).tell(on: aggregator.session)
            try await addressing("nobody", "csv", []).tell(on: aggregator.session)
        }
        let rows = try await aggregator.session.query(
            Statement("SELECT partition::bigint, kind, conversation, fields FROM pipeline.mail_notifier ORDER BY id")
        )
        var told: [String] = []
        for row in rows {
            let mailing = try #require(ReportMailing(try Fields(json: row.text(3))))
            #expect(row.text(1) == ReportMailing.letterKind)
            #expect(row.text(2) == mailing.recipient)
            let partitioning = Partitioning(count: DatabaseAggregator.partitions)
            #expect(Int(row.int(0)) == partitioning.partition(of: mailing.recipient))
            told.append("\(mailing.period) \(mailing.schedule) \(mailing.format) \(mailing.recipient)")
        }
        #expect(
            told.sorted() == [
                "2026-W09 files csv a@example.org", "2026-W09 weekly html a@example.org",
                "2026-W09 weekly html b@example.org",
            ]
        )
        #expect(Set(rows.map { $0.text(3) }).count == 3)
        await aggregator.close()
    }
}
