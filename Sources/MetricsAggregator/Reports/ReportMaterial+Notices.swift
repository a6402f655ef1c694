import Figures

extension ReportMaterial {
    /// How well notices work: how many arrived, and how long after what they tell.
    var noticeTable: ReportTable {
        let sums = facts.sums
        var counts: [String: NoticeStates] = [:]
        for (label, total) in sums.labels(.notice) {
            let channel = label.drop { $0 != "/" }.dropFirst()
            counts[String(channel), default: NoticeStates()].add(total.n, label)
        }
        let delays = Dictionary(sums.labels(.noticeDelay).map { ($0.label, $0.total) }) { first, _ in first }
        return ReportTable(
            "notices",
            "How well notices work",
            columns: [
                .text("channel", "Channel"), .number("sent", "Sent"), .number("delivered", "Confirmed"),
                .number("failed", "Failed"), .number("suppressed", "Not sent, by rule"),
                .number("share", "Arrived", .share), .number("mean", "Mean delay", .seconds),
                .number("median", "Median delay", .seconds), .number("p90", "Delay, 90th percentile", .seconds),
            ],
            rows: counts.sorted { $0.key < $1.key }.map { channel, states in
                let delay = delays[channel] ?? Histogram()
                return [
                    .text(channel.isEmpty ? "none" : channel), .count(states.sent), .count(states.confirmed),
                    .count(states.failed), .count(states.suppressed),
                    .init(Figure.share("", states.arrived, of: states.tried).value), .init(delay.mean),
                    .init(delay.percentile(0.5)), .init(delay.percentile(0.9)),
                ]
            }
        )
    }

    /// What may have been done for the figures' sake: signs, which are no proof.
    var gamingTable: ReportTable {
        ReportTable(
            "gaming",
            "What may have been done for the figures' sake",
            columns: [
                .text("what", "Who and what"), .text("admin", "Admin"), .text("sign", "Sign"), .number("n", "Number"),
            ],
            rows: signs.map { sign in
                [.text("\(sign.admin) \(sign.name)"), .text(sign.admin), .text(sign.name), .count(sign.n)]
            }
        )
    }
}
