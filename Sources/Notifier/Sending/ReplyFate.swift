import Contract
import Policy
import Postgres

/// What became of a reply on one of the ways to its user: a clock was stopped by it, which runs on if it never arrives.
struct ReplyFate: Sendable, Equatable {
    /// Where the ledger has the notice.
    let partition: Int
    /// The event of the reply.
    let event: EventID
    let recipient: String
    let `case`: String
    let repliedAt: Instant
    /// Whether it has arrived after it had failed.
    let hasArrived: Bool
    /// Why it failed, in a word that names nobody.
    let failure: String
    let traceparent: String?

    /// The fate of a notice that failed or arrived; nil for one that is no reply to a user.
    init?(_ notice: LetterNotice, to key: Person.Key, hasArrived: Bool, _ failure: String) {
        guard notice.kind == .user(.replied), let id = notice.case else { return nil }
        partition = key.partition
        event = notice.event
        recipient = key.recipient.id
        `case` = id
        repliedAt = notice.happened
        self.hasArrived = hasArrived
        self.failure = failure
        traceparent = notice.traceparent
    }
}

/// Tells the router of replies that have reached their user on no way, and of those that have after all.
///
/// The ledger decides, as the batch has left it: a reply that is on its way by another channel, or has arrived by one, has not
/// failed; in the application a reply arrives by being written. The router's view says where the case is, so that nothing of
/// this has to be kept with every notice.
struct TellReplyFates {
    /// What the router calls the letters.
    private static func kind(_ fate: ReplyFate) -> String { fate.hasArrived ? "reply_arrived" : "reply_failed" }

    let fates: [ReplyFate]
    let now: Instant

    var statement: Statement {
        Statement(
            """
            INSERT INTO pipeline.mail_router (partition, stage, sender, kind, conversation, fields)
            SELECT c.partition, 'router', f.partition, f.kind, c.conversation,
                   json_strip_nulls(json_build_object(
                       'case', f."case", 'reply', f.event, 'replied_at', f.replied_at, 'failure', f.failure,
                       'time', $9::text, 'cause', f.event, 'traceparent', f.traceparent
                   ))::text
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::uuid[]) AS event, unnest($3::text[]) AS recipient,
                    unnest($4::text[]) AS "case", unnest($5::text[]) AS replied_at, unnest($6::text[]) AS kind,
                    unnest($7::text[]) AS failure, unnest($8::text[]) AS traceparent
            ) AS f
            JOIN api.cases AS c ON c."case" = f."case"
                AND c.partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
            WHERE f.kind = 'reply_arrived' OR NOT EXISTS (
                SELECT FROM notifier.notifications AS n
                WHERE n.partition IN (f.partition, c.partition) AND n.event = f.event AND n.recipient = f.recipient
                  AND n.state IN ('queued', 'sent', 'delivered')
            )
            """,
            .int4s(fates.map { Int32($0.partition) }),
            .uuids(fates.map { $0.event.stored }),
            .texts(fates.map(\.recipient)),
            .texts(fates.map(\.case)),
            .texts(fates.map(\.repliedAt.description)),
            .texts(fates.map { Self.kind($0) }),
            .texts(fates.map(\.failure)),
            .texts(fates.map(\.traceparent)),
            .text(now.description)
        )
    }
}
