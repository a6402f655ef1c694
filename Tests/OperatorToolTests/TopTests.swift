import Contract
import Testing

@testable import OperatorTool

@Suite struct TopTests {
    private static func report(at seconds: Int64, handled: Int64, lags: [Int64]) -> StatusReport {
        let shares = lags.enumerated().map { partition, lag in
            StatusReport.Share(
                stage: "router",
                reads: "commands",
                partition: partition,
                position: "\(handled / Int64(lags.count))",
                head: "\(handled / Int64(lags.count) + lag)",
                lag: lag,
                owner: "saypro/router/here:1/0"
            )
        }
        return StatusReport(
            at: Instant(microseconds: seconds * 1_000_000),
            partitions: lags.count,
            shares: shares,
            paused: [],
            counts: StatusReport.Counts(rejected: 9, rejectedLastHour: 2, parked: ["router": 3]),
            heads: ["commands": handled],
            intakeOwners: [:],
            knowsIntake: true
        )
    }

    @Test func `a look shows rates since the last one, the lag and where it is`() throws {
        let view = TopView(
            Self.report(at: 12, handled: 800, lags: [0, 7, 14, 0]),
            since: Self.report(at: 10, handled: 400, lags: [0, 0, 0, 0])
        )
        #expect(view.rates["router"] == 200)
        #expect(view.rates["ingest"] == 200)
        let line = try #require(view.lines.first { $0.hasPrefix("router") })
        #expect(line.contains("4/4") && line.contains("200") && line.contains("21") && line.hasSuffix("·▄█·"))
        #expect(view.heading.contains("4 partitions"))
        #expect(view.warnings.contains("router has 3 parked inputs: saypro parked list --stage router"))
        #expect(view.warnings.contains("notifier has no program running"))
        #expect(view.json["rejected_last_hour"] == 2)
    }

    @Test(arguments: [([], ""), ([0, 0], "··"), ([1], "█"), ([1, 1_000_000], "▁█")])
    func `the marks are as high as the numbers`(numbers: [Int64], marks: String) {
        #expect(TopView.bars(numbers) == marks)
    }

    @Test func `top runs against real servers and stops after the looks that were asked for`() async throws {
        let premises = try await Premises()
        let run = await premises.saypro("top", "--count", "2", "--interval", "0.1", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.count == 2)
        let table = await premises.saypro("top", "--count", "1", "--interval", "0.1")
        #expect(table.output.contains("BACKLOG"))
    }
}
