import Contract
import Pipeline

/// One look at the stages: a line for each, with what it handled since the look before.
struct TopView {
    private let summary: StatusSummary
    private let report: StatusReport
    /// What each stage handled a second.
    let rates: [String: Double]

    init(_ report: StatusReport, since before: StatusReport) {
        self.report = report
        summary = StatusSummary(report, since: before)
        let seconds = Double((report.at - before.at).wholeMicroseconds) / 1_000_000
        let now = Self.handled(report)
        let then = Self.handled(before)
        rates = now.reduce(into: [:]) { rates, stage in
            guard seconds > 0 else { return }
            rates[stage.key] = max(0, Double(stage.value - then[stage.key, default: stage.value]) / seconds)
        }
    }

    var heading: String {
        "SayPro Messaging  \(report.at.description.prefix(19))Z  \(report.partitions) partitions  rejected in the last hour: "
            + "\(report.counts.rejectedLastHour)"
    }

    var lines: [String] {
        var stages = TextTable(
            "STAGE",
            "STATE",
            "LANES>",
            "PARTITIONS>",
            "RATE/S>",
            "LAG>",
            "OLDEST UNREAD>",
            "PARKED>",
            "BACKLOG"
        )
        for line in summary.stages {
            stages.add([
                line.stage, line.state, "\(line.lanes)", "\(line.owned)/\(report.partitions)",
                rates[line.stage].map { "\(Int($0.rounded()))" } ?? "-", line.lag.map { "\($0)" } ?? "?",
                summary.age(line.oldest), "\(line.parked)", Self.bars(backlog(of: line.stage)),
            ])
        }
        return [""] + stages.lines + [""] + summary.topicTable.lines
    }

    /// What somebody should look at.
    var warnings: [String] {
        var warnings: [String] = []
        if !report.knowsIntake { warnings.append("Redis cannot be reached: what waits in inbound is not known") }
        for line in summary.stages where line.state == "no lane" {
            warnings.append("\(line.stage) has no program running")
        }
        for stage in report.paused.sorted() { warnings.append("\(stage) is paused: saypro resume \(stage)") }
        for line in summary.stages where line.parked > 0 {
            warnings.append("\(line.stage) has \(line.parked) parked inputs: saypro parked list --stage \(line.stage)")
        }
        return warnings
    }

    var json: JSONValue {
        let stages = summary.stages.map { line -> JSONValue in
            [
                "stage": .string(line.stage), "state": .string(line.state), "lanes": .integer(Int64(line.lanes)),
                "partitions_owned": .integer(Int64(line.owned)), "per_second": .double(rates[line.stage] ?? .nan),
                "lag": .integer(line.lag), "oldest_unread_at": .text(line.oldest?.description),
                "parked": .integer(line.parked), "backlog": .array(backlog(of: line.stage).map { .integer($0) }),
            ]
        }
        return [
            "at": .string(report.at.description), "redis": .bool(report.knowsIntake), "stages": .array(stages),
            "rejected_last_hour": .integer(report.counts.rejectedLastHour),
        ]
    }

    /// The lag of each partition of a stage.
    private func backlog(of stage: String) -> [Int64] {
        var lags = [Int64](repeating: 0, count: report.partitions)
        for share in report.shares where share.stage == stage && lags.indices.contains(share.partition) {
            lags[share.partition] += share.lag
        }
        return lags
    }

    /// A mark for each number, as high as it is compared with the largest.
    static func bars(_ numbers: [Int64]) -> String {
        let marks = Array("▁▂▃▄▅▆▇█")
        let most = numbers.max() ?? 0
        return String(
            numbers.map { number in
                guard number > 0, most > 0 else { return "·" }
                return marks[min(marks.count - 1, Int(Double(number) / Double(most) * Double(marks.count - 1)))]
            }
        )
    }

    /// How much each stage has handled since the beginning; ingest's work is what it wrote.
    private static func handled(_ report: StatusReport) -> [String: Int64] {
        var handled = [StageName.ingest.rawValue: report.heads[Topic.commands.rawValue, default: 0]]
        for share in report.shares where share.stage != StageName.ingest.rawValue {
            handled[share.stage, default: 0] += Int64(share.position) ?? 0
        }
        return handled
    }
}
