import Clocks
import Contract
import Policy

/// When a user was told to expect the first reply of a cycle, and what came of it.
struct ReplyPromise: Hashable {
    /// How often the time may be moved before it is simply broken.
    static let updateLimit = 3

    /// Which first response of the case it is about.
    let instance: Int
    var cycle: Int
    var promisedAt: Instant
    /// What was told first.
    let expectedAt: Instant
    /// What was told last.
    var latestAt: Instant
    var updates = 0
    /// What it was reckoned by: `percentile` or `promise`.
    var basis: String
    /// How many replies the percentile stands on.
    var count: Int
    /// When an honest update is due, unless the reply comes before.
    var nextAt: Instant?
    var answeredAt: Instant?
    /// Nil while it is open.
    var verdict: Verdict?
    var category: String?
    var channel: String?

    enum Verdict: String {
        case kept, broken, void
    }

    /// When the user hears that it will take longer: a tenth of the time before, a minute at least, at most what the policy
    /// says, but not before half of the time has passed; never if the policy says nothing.
    mutating func watch(from start: Instant, atMost limit: Duration?) {
        let time = latestAt - start
        nextAt = limit.map { latestAt - min(max(time / 10, .seconds(60)), $0, time / 2) }
    }
}

/// What the first replies of a case were promised for, as a batch changes it.
struct ReplyPromises {
    private(set) var rows: [ReplyPromise] = []
    private(set) var changed: [ReplyPromise] = []
    /// The replies that came, for the forecast.
    private(set) var replies: [ReplyTime] = []
    private(set) var news: [News]

    /// When the next honest update is due.
    var next: Instant? { rows.compactMap(\.nextAt).min() }

    /// Works out what the news of a case's clocks mean for what its user was told, as the case's opening says it.
    init(
        _ stored: [ReplyPromise],
        _ clocks: [Clock],
        _ bulletin: Bulletin,
        of file: CaseFile,
        expected: ExpectedReply?,
        isOfPast: Bool,
        by forecast: ReplyForecast,
        terms: [Int64: Terms]
    ) {
        rows = stored
        news = bulletin.news
        let firsts = Dictionary(grouping: clocks.filter { $0.key.metric == .firstResponse }, by: \.key.instance)
        for (instance, clocks) in firsts.sorted(by: { $0.key < $1.key }) {
            guard let clock = Self.representative(of: clocks) else { continue }
            noteReply(clock, of: file)
            if let place = rows.firstIndex(where: { $0.instance == instance }) {
                follow(place, clock, of: file, by: forecast, terms[clock.policy])
            } else if let expected, !isOfPast, clock.ending == nil, isStarted(clock) {
                promise(clock, expected, of: file, terms[clock.policy])
            }
        }
        for place in rows.indices where firsts[rows[place].instance] == nil { settle(place, .void, nil) }
        changed = rows.filter { row in !stored.contains(row) }
    }

    /// The clock of a first response that says in which hours replies are reckoned: the strictest in a calendar.
    private static func representative(of clocks: [Clock]) -> Clock? {
        clocks.min { one, other in
            func rank(_ clock: Clock) -> (Int, Duration) {
                (clock.hours == nil ? 2 : clock.hours == "always" ? 1 : 0, clock.target ?? .seconds(1 << 40))
            }
            return rank(one) < rank(other)
        }
    }

    private func isStarted(_ clock: Clock) -> Bool {
        news.contains { $0.kind == .started && $0.isAbout(clock) }
    }

    private mutating func promise(
        _ clock: Clock,
        _ expected: ExpectedReply,
        of file: CaseFile,
        _ terms: Terms?
    ) {
        let start = clock.started.time
        guard expected.at > file.knownUntil else { return }
        var row = ReplyPromise(
            instance: clock.key.instance,
            cycle: clock.cycle,
            promisedAt: start,
            expectedAt: expected.at,
            latestAt: expected.at,
            basis: expected.basis.rawValue,
            count: expected.count,
            category: clock.setting.category,
            channel: clock.setting.channel
        )
        row.watch(from: start, atMost: terms?.updateBefore)
        rows.append(row)
        news = news.map { item in
            guard item.kind == .started, item.isAbout(clock) else { return item }
            return item.with("expected_reply_at", expected.at.description)
        }
    }

    private mutating func follow(
        _ place: Int,
        _ clock: Clock,
        of file: CaseFile,
        by forecast: ReplyForecast,
        _ terms: Terms?
    ) {
        if let ending = clock.ending {
            let isKept = ending.moment.time <= rows[place].latestAt
            let verdict: ReplyPromise.Verdict = ending.isDone ? isKept ? .kept : .broken : .void
            settle(place, verdict, ending.isDone ? ending.moment.time : nil)
            news = news.map { item in
                guard item.fields["stopped_at"] != nil, item.isAbout(clock) else { return item }
                return item.with("reply_promise", verdict.rawValue)
            }
            return
        }
        if rows[place].verdict != nil {
            rows[place].verdict = nil
            rows[place].answeredAt = nil
        }
        while let at = rows[place].nextAt, at <= file.knownUntil { update(place, clock, at, of: file, forecast, terms) }
    }

    /// Tells the user honestly that it takes longer, and how long.
    private mutating func update(
        _ place: Int,
        _ clock: Clock,
        _ at: Instant,
        of file: CaseFile,
        _ forecast: ReplyForecast,
        _ terms: Terms?
    ) {
        rows[place].nextAt = nil
        guard rows[place].updates < ReplyPromise.updateLimit else { return }
        let former = rows[place].latestAt
        let usual = forecast.usual(
            category: clock.setting.category,
            channel: clock.setting.channel,
            at: clock.started.time
        )
        let budget = max(usual?.time ?? clock.target ?? .seconds(3600), .seconds(900))
        guard let next = terms?.due(from: former, budget, in: clock.hours), next > former else { return }
        rows[place].latestAt = next
        rows[place].updates += 1
        rows[place].watch(from: former, atMost: terms?.updateBefore)
        let told = News(kind: .warned, time: at, fields: Bulletin.facts(of: clock, in: file.key.id))
        news.append(
            told.with("warning", "expected_reply").with("expected_reply_at", next.description)
                .with("former_expected_reply_at", former.description)
        )
    }

    private mutating func settle(_ place: Int, _ verdict: ReplyPromise.Verdict, _ answeredAt: Instant?) {
        rows[place].verdict = verdict
        rows[place].answeredAt = answeredAt
        rows[place].nextAt = nil
    }

    /// Notes how long the reply took, when it is news that it came.
    private mutating func noteReply(_ clock: Clock, of file: CaseFile) {
        guard let ending = clock.ending, ending.isDone else { return }
        let id = clock.key.id(of: file.key.id)
        let isNews = news.contains { item in
            [.met, .breached, .cleared].contains(item.kind) && item.fields["clock"] == id
                && item.fields["stopped_at"] != nil
        }
        guard isNews, let took = clock.businessElapsed ?? clock.elapsed else { return }
        replies.append(
            ReplyTime(
                partition: file.key.partition,
                startedAt: clock.started.time,
                category: clock.setting.category ?? "",
                channel: clock.setting.channel ?? "",
                took: took
            )
        )
    }
}

extension Terms {
    /// How long before a promise about a reply is broken the user hears of it, at most; nil for never.
    fileprivate var updateBefore: Duration? { document.notices.expectedReply.updateBefore }
}

extension News {
    /// Whether it is about the same measurement, whatever promise it is about.
    fileprivate func isAbout(_ clock: Clock) -> Bool {
        fields["metric"] == clock.key.metric.rawValue && fields["instance"] == String(clock.key.instance)
    }
}
