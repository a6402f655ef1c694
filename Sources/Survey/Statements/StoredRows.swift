import Contract
import Postgres
import Satisfaction

extension CycleSurvey {
    /// The columns that ``init(_:)`` reads, of the table `s`.
    static let columns = """
        s.partition, s."case", s.cycle, s.conversation, s."user", s.kind, s.state, s.withheld, s.backfill,
        s.scheduled_at, s.due_at, s.sent_at, s.remind_at, s.reminded_at, s.expires_at, s.answered_at,
        s.followed_up_at, s.next_at, s.token_hash, s.asked_scale, s.resolver, s.last_replier, s.last_replied_at,
        array_to_string(s.participants, ','), s.team, s.category, s.channel, s.language, s.version, s.rating, s.scale,
        s.ease_of_use, s.response_time, s.helpfulness, s.clarity, s.comment, s.suggestion
        """

    /// A survey as a statement with ``columns`` gives it.
    init(_ row: Row) throws(UnreadableRow) {
        guard let state = State(rawValue: row.text(6)) else { throw UnreadableRow(table: "survey.surveys") }
        self.init(
            key: Key(partition: Int(row.int(0)), id: CaseID(row.text(1)), cycle: Int(row.int(2))),
            conversation: row.text(3)
        )
        user = row.textOrNull(4)
        kind = row.textOrNull(5)
        turn(into: state, withheld: row.textOrNull(7))
        isBackfill = row.bool(8)
        scheduledAt = row.instantOrNull(9)
        dueAt = row.instantOrNull(10)
        sentAt = row.instantOrNull(11)
        remindAt = row.instantOrNull(12)
        remindedAt = row.instantOrNull(13)
        expiresAt = row.instantOrNull(14)
        answeredAt = row.instantOrNull(15)
        followedUpAt = row.instantOrNull(16)
        nextAt = row.instantOrNull(17)
        tokenHash = row.bytesOrNull(18)
        askedScale = row.intOrNull(19).map { Int($0) }
        attribution = Attribution(
            resolver: row.textOrNull(20),
            lastReplier: row.textOrNull(21),
            lastRepliedAt: row.instantOrNull(22),
            participants: row.text(23).split(separator: ",").map(String.init),
            team: row.textOrNull(24),
            category: row.textOrNull(25),
            channel: row.textOrNull(26),
            language: row.textOrNull(27)
        )
        version = Int(row.int(28))
        sheet = AnswerSheet()
        sheet.rating = row.intOrNull(29).map { Int($0) }
        sheet.scale = row.intOrNull(30).flatMap { Rating.Scale(rawValue: Int($0)) }
        for (place, factor) in AnswerSheet.Factor.allCases.enumerated() {
            sheet.factors[factor] = row.intOrNull(31 + place).map { Int($0) }
        }
        sheet.comment = row.textOrNull(35)
        sheet.suggestion = row.textOrNull(36)
        settle()
    }
}

extension Answer {
    /// An answer as ``SurveyNeed`` reads it.
    init(_ row: Row) throws(UnreadableRow) {
        let event = row.uuid(3)
        guard let fields = try? Fields(json: row.text(6)), let sheet = AnswerSheet(fields) else {
            throw UnreadableRow(table: "survey.answers")
        }
        self.init(
            event: EventID(high: event.high, low: event.low),
            time: Instant(microseconds: row.timestamp(4)),
            source: row.text(5),
            sheet: sheet,
            version: row.intOrNull(7).map { Int($0) }
        )
    }
}

extension AskedUser.Key {
    /// The place in the first two columns.
    init(_ row: Row) { self.init(partition: Int(row.int(0)), user: row.text(1)) }
}

extension AskedUser {
    /// A user as ``PeopleNeed`` locks it.
    init(_ row: Row) {
        self.init(
            key: Key(row),
            asked: row.text(5).split(separator: ",").compactMap { Int64($0) }.map(Instant.init(microseconds:)),
            language: row.textOrNull(2),
            erasedAt: row.instantOrNull(3),
            putAt: row.instantOrNull(4)
        )
    }
}

extension Transfer.Booked {
    /// What ``PeopleNeed`` reads of a transfer.
    init(_ row: Row) { self.init(at: Instant(microseconds: row.timestamp(2)), points: Int(row.int(3))) }
}

extension Transfer {
    /// A reward as ``PeopleNeed`` reads it.
    init(_ row: Row) {
        let id = row.uuid(1)
        self.init(
            partition: Int(row.int(0)),
            id: EventID(high: id.high, low: id.low),
            debit: row.text(2),
            credit: row.text(3),
            points: Int(row.int(4)),
            user: row.text(5),
            survey: CycleSurvey.Key(
                partition: Int(row.int(10)),
                id: CaseID(row.text(6)),
                cycle: Int(row.int(7))
            ),
            reason: row.text(8),
            reverses: nil,
            at: Instant(microseconds: row.timestamp(9))
        )
    }
}

extension Row {
    /// The column as a point in time, or nil where it is NULL.
    fileprivate func instantOrNull(_ column: Int) -> Instant? {
        timestampOrNull(column).map { Instant(microseconds: $0) }
    }
}
