import Contract
import Postgres

/// The replies of a case, as its history keeps them, and which of them have not reached their user.
struct KeptReplies: Sendable, Equatable {
    /// A public human reply.
    struct Reply: Sendable, Equatable {
        let time: Instant
        /// Since when the user had waited for it; nil where nobody had.
        let waitedSince: Instant?
    }

    /// The replies in the order of their times.
    private(set) var replies: [Reply] = []
    private var lost: Set<Instant> = []
    /// The place of the last entry of the case's history; nil where nothing of it is kept.
    private(set) var lastPlace: Int?

    /// Takes an entry of the history, in its order, which ends with the place `last`.
    mutating func take(
        _ type: String,
        at time: Instant,
        repliedAt: Instant?,
        waitedSince: Instant?,
        before last: Int
    ) {
        lastPlace = last
        switch type {
        case "case.replied":
            replies.insert(Reply(time: time, waitedSince: waitedSince), at: replies.lastPlace(at: time))
        case "case.reply_failed": if let repliedAt { lost.insert(repliedAt) }
        case "case.reply_arrived": if let repliedAt { lost.remove(repliedAt) }
        default: break
        }
    }

    /// Notes what became of a reply; false where that was known.
    mutating func note(_ fate: ReplyFate) -> Bool {
        fate.hasArrived ? lost.remove(fate.repliedAt) != nil : lost.insert(fate.repliedAt).inserted
    }

    /// Since when the user waits although replies were written, of those from an instant on; nil where the last has
    /// arrived, or answered nothing.
    func unansweredSince(from opening: Instant) -> Instant? {
        let own = replies.filter { $0.time >= opening }
        let arrived = own.lastIndex { !lost.contains($0.time) }
        return own.dropFirst(arrived.map { $0 + 1 } ?? 0).compactMap(\.waitedSince).min()
    }
}

extension [KeptReplies.Reply] {
    fileprivate func lastPlace(at time: Instant) -> Int { firstIndex { time < $0.time } ?? endIndex }
}

/// Reads the replies of cases, and what became of those that did not arrive.
struct SelectReplies {
    let cases: [(partition: Int, id: CaseID)]

    var statement: Statement {
        Statement(
            """
            SELECT h."case", h.type, h.time, h.detail ->> 'replied_at', h.detail ->> 'waited_since', k.last
            FROM (
                SELECT partition, "case", (
                    SELECT max(seq) FROM router.case_history AS l WHERE l.partition = c.partition AND l."case" = c."case"
                ) AS last
                FROM (SELECT DISTINCT unnest($1::int[]) AS partition, unnest($2::text[]) AS "case") AS c
            ) AS k
            JOIN router.case_history AS h ON h.partition = k.partition AND h."case" = k."case"
            WHERE h.type IN ('case.replied', 'case.reply_failed', 'case.reply_arrived')
            ORDER BY h."case", h.seq
            """,
            .int4s(cases.map { Int32($0.partition) }),
            .texts(cases.map(\.id.rawValue))
        )
    }
}

extension [CaseID: KeptReplies] {
    /// Takes a row as ``SelectReplies`` gives it.
    mutating func load(_ row: Row) {
        self[CaseID(row.text(0)), default: KeptReplies()].take(
            row.text(1),
            at: row.instant(2),
            repliedAt: row.textOrNull(3).flatMap { Instant(rfc3339: $0) },
            waitedSince: row.textOrNull(4).flatMap { Instant(rfc3339: $0) },
            before: Int(row.int(5))
        )
    }
}
