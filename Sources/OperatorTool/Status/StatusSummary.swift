import Contract
import Pipeline

/// A status as people and machines read it: per stage, per partition, and per topic with its rate.
struct StatusSummary {
    /// One stage in all its partitions.
    struct StageLine {
        var stage: String
        var state: String
        var lanes: Int
        var owned: Int
        /// How much waits; nil where Redis would have to tell and cannot.
        var lag: Int64?
        var oldest: Instant?
        var parked: Int64
    }

    let report: StatusReport
    let rates: [String: Double]

    /// The report, with the rates measured since an earlier one.
    init(_ report: StatusReport, since before: StatusReport) {
        self.report = report
        let seconds = Double((report.at - before.at).wholeMicroseconds) / 1_000_000
        rates = report.heads.reduce(into: [:]) { rates, head in
            let handled = head.value - before.heads[head.key, default: 0]
            rates[head.key] = seconds > 0 ? Double(handled) / seconds : nil
        }
    }

    /// One line for each stage.
    var stages: [StageLine] {
        StageName.all.map(\.rawValue).map { name in
            let shares = report.shares.filter { $0.stage == name }
            let isIntake = name == StageName.ingest.rawValue
            let owners = isIntake ? Set(report.intakeOwners.values) : Set(shares.compactMap(\.owner))
            let owned =
                isIntake
                ? Set(report.intakeOwners.keys) : Set(shares.filter { $0.owner != nil }.map(\.partition))
            let isKnown = !isIntake || report.knowsIntake
            let state = report.paused.contains(name) ? "paused" : owned.isEmpty ? "no lane" : "running"
            return StageLine(
                stage: name,
                state: state,
                lanes: owners.count,
                owned: owned.count,
                lag: isKnown ? shares.reduce(0) { $0 + $1.lag } : nil,
                oldest: shares.compactMap(\.oldestUnread).min(),
                parked: report.counts.parked[name, default: 0]
            )
        }
    }

    var stageTable: TextTable {
        var table = TextTable("STAGE", "STATE", "LANES>", "PARTITIONS>", "LAG>", "OLDEST UNREAD>", "PARKED>")
        for line in stages {
            table.add([
                line.stage, line.state, "\(line.lanes)", "\(line.owned)/\(report.partitions)",
                line.lag.map { "\($0)" } ?? "?",
                age(line.oldest), "\(line.parked)",
            ])
        }
        return table
    }

    var partitionTable: TextTable {
        var table = TextTable("STAGE", "READS", "PARTITION>", "POSITION>", "HEAD>", "LAG>", "OWNER", "OLDEST UNREAD>")
        for share in report.shares {
            table.add([
                share.stage, share.reads, "\(share.partition)", share.position, share.head, "\(share.lag)",
                share.owner ?? "-", age(share.oldestUnread),
            ])
        }
        return table
    }

    var topicTable: TextTable {
        var table = TextTable("TOPIC", "EVENTS>", "PER SECOND>")
        for topic in Topic.allCases.map(\.rawValue) {
            guard let head = report.heads[topic] else { continue }
            table.add([topic, "\(head)", rates[topic].map { "\(Int($0.rounded()))" } ?? "-"])
        }
        return table
    }

    var json: JSONValue {
        let stages = stages.map { line -> JSONValue in
            [
                "stage": .string(line.stage), "state": .string(line.state), "lanes": .integer(Int64(line.lanes)),
                "partitions_owned": .integer(Int64(line.owned)), "lag": .integer(line.lag),
                "oldest_unread_at": .text(line.oldest?.description), "parked": .integer(line.parked),
            ]
        }
        let shares = report.shares.map { share -> JSONValue in
            [
                "stage": .string(share.stage), "reads": .string(share.reads),
                "partition": .integer(Int64(share.partition)), "position": .string(share.position),
                "head": .string(share.head), "lag": .integer(share.lag), "owner": .text(share.owner),
                "oldest_unread_at": .text(share.oldestUnread?.description),
            ]
        }
        let topics = report.heads.sorted { $0.key < $1.key }.map { head -> JSONValue in
            [
                "topic": .string(head.key), "events": .integer(head.value),
                "per_second": rates[head.key].map(JSONValue.double) ?? .null,
            ]
        }
        return [
            "at": .string(report.at.description),
            "redis": .bool(report.knowsIntake), "partitions": .integer(Int64(report.partitions)),
            "stages": .array(stages), "shares": .array(shares), "topics": .array(topics),
            "rejected": .integer(report.counts.rejected),
            "rejected_last_hour": .integer(report.counts.rejectedLastHour),
            "paused": .array(report.paused.sorted().map { .string($0) }),
        ]
    }

    /// How long ago it was when the report was made.
    func age(_ instant: Instant?) -> String {
        guard let instant else { return "-" }
        let milliseconds = max(0, (report.at - instant).wholeMicroseconds / 1000)
        switch milliseconds {
        case ..<10_000: return "\(milliseconds) ms"
        case ..<600_000: return "\(milliseconds / 1000) s"
        case ..<172_800_000: return "\(milliseconds / 60_000) min"
        default: return "\(milliseconds / 86_400_000) d"
        }
    }
}
