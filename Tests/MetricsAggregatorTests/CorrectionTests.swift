import Figures
import Testing

@testable import MetricsAggregator

/// What is said to have changed in an issued report.
struct CorrectionTests {
    private func report(_ figures: [Figure], _ rows: [[ReportTable.Cell]] = []) throws -> Report {
        let columns: [ReportTable.Column] = [.text("figure", "Figure"), .number("n", "Number")]
        return Report(
            period: try #require(ReportPeriod("2026-02", as: .monthly)),
            zone: "Africa/Johannesburg",
            figures: figures,
            tables: [ReportTable("communication", "How well it communicates", columns: columns, rows: rows)],
            insights: []
        )
    }

    @Test func `what differs, is gone or is new has changed, but not a figure that a later version brought`() throws {
        let lost = "messages.received.by_category.refund"
        let issued = try report(
            [.count("messages.sent", 10), .count("messages.bot", 3), .count(lost, 1)],
            [[.text("messages.sent"), .count(10)]]
        )
        let now = try report(
            [
                .count("messages.sent", 11), .count("messages.bot", 3), .count("messages.undelivered", 2),
                .count("messages.sent.by_category.refund", 4),
            ],
            [[.text("messages.sent"), .count(11)], [.text("messages.undelivered"), .count(2)]]
        )
        #expect(
            now.corrections(of: issued) == [
                .init(id: "messages.sent", issued: 10, now: 11), .init(id: lost, issued: 1, now: nil),
                .init(id: "messages.sent.by_category.refund", issued: nil, now: 4),
                .init(id: "communication/messages.sent/n", issued: 10, now: 11),
            ]
        )
        #expect(now.corrections(of: now).isEmpty)
    }

    @Test func `a row that is new and a cell that was empty have changed, but not a column of a later version`() throws
    {
        func report(_ columns: [ReportTable.Column], _ rows: [[ReportTable.Cell]]) throws -> Report {
            Report(
                period: try #require(ReportPeriod("2026-02", as: .monthly)),
                zone: "Africa/Johannesburg",
                figures: [],
                tables: [
                    ReportTable("channels", "Channels", columns: [.text("channel", "Channel")] + columns, rows: rows)
                ],
                insights: []
            )
        }
        let (received, growth) = (
            ReportTable.Column.number("received", "Received"), ReportTable.Column.number("growth", "Growth")
        )
        let issued = try report([received, growth], [[.text("web"), .count(1), .empty]])
        let rows: [[ReportTable.Cell]] = [
            [.text("web"), .count(1), .number(0.5), .count(7)], [.text("email"), .count(3), .empty, .count(8)],
        ]
        let now = try report([received, growth, .number("sent", "Sent")], rows)
        #expect(
            now.corrections(of: issued) == [
                .init(id: "channels/email/received", issued: nil, now: 3),
                .init(id: "channels/web/growth", issued: nil, now: 0.5),
            ]
        )
    }
}
