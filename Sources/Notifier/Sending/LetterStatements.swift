import Contract
import Policy
import Postgres

/// Writes new letters.
struct InsertLetters {
    let letters: [Letter]

    var statement: Statement {
        Statement(
            """
            INSERT INTO notifier.letters (
                partition, letter, audience, recipient, channel, further, state, attempts, made_at, "case",
                conversation, notices, content
            )
            SELECT
                unnest($1::int[]), unnest($2::uuid[]), unnest($3::text[]), unnest($4::text[]), unnest($5::text[]),
                unnest($6::text[]), unnest($7::text[]), unnest($8::int[]), unnest($9::timestamptz[]),
                unnest($10::text[]), unnest($11::text[]), unnest($12::text[]), unnest($13::text[])
            """,
            parameters: [
                .int4s(letters.map { Int32($0.key.partition) }), .uuids(letters.map { $0.key.id.stored }),
                .texts(letters.map(\.recipient.audience.rawValue)), .texts(letters.map(\.recipient.id)),
                .texts(letters.map(\.channel.rawValue)),
                .texts(letters.map { $0.further.map(\.rawValue).joined(separator: ",") }),
                .texts(letters.map(\.state.rawValue)), .int4s(letters.map { Int32(clamping: $0.attempts) }),
                .timestamps(letters.map(\.made.microseconds)), .texts(letters.map(\.case)),
                .texts(letters.map(\.conversation)),
                .texts(letters.map { $0.notices.map(\.line).joined(separator: "\n") }),
                .texts(letters.map { $0.needsContent ? $0.content?.json : nil }),
            ]
        )
    }
}

/// Writes how far letters have come; texts that are needed no more are forgotten.
struct UpdateLetters {
    let letters: [Letter]

    var statement: Statement {
        Statement(
            """
            UPDATE notifier.letters AS l
            SET state = c.state, attempts = c.attempts, content = CASE WHEN c.needs_content THEN l.content END,
                trouble = c.trouble
            FROM (
                SELECT
                    unnest($1::int[]) AS partition, unnest($2::uuid[]) AS letter, unnest($3::text[]) AS state,
                    unnest($4::int[]) AS attempts, unnest($5::text[]) AS trouble,
                    unnest($6::boolean[]) AS needs_content
            ) AS c
            WHERE l.partition = c.partition AND l.letter = c.letter
            """,
            .int4s(letters.map { Int32($0.key.partition) }),
            .uuids(letters.map { $0.key.id.stored }),
            .texts(letters.map(\.state.rawValue)),
            .int4s(letters.map { Int32(clamping: $0.attempts) }),
            .texts(letters.map(\.trouble)),
            .bools(letters.map(\.needsContent))
        )
    }
}

/// Reads letters with what they say.
struct SelectLetters {
    private static let columns = """
        l.partition, l.letter, l.audience, l.recipient, l.channel, l.further, l.state, l.attempts, l.made_at, l."case",
        l.conversation, l.notices, l.content, l.trouble
        """

    let keys: [Letter.Key]

    var statement: Statement {
        Statement(
            """
            SELECT \(Self.columns) FROM unnest($1::int[], $2::uuid[]) AS k (partition, letter)
            JOIN notifier.letters AS l ON l.partition = k.partition AND l.letter = k.letter
            """,
            .int4s(keys.map { Int32($0.partition) }),
            .uuids(keys.map { $0.id.stored })
        )
    }

    /// The partitions in which letters are, wherever that is: their number may have been changed since they were named.
    static func places(of letters: [UUIDv7]) -> Statement {
        Statement(
            """
            SELECT l.partition, l.letter FROM notifier.letters AS l
            WHERE l.partition = ANY (ARRAY(SELECT generate_series(0, partitions - 1) FROM pipeline.settings))
              AND l.letter = ANY ($1::uuid[])
            """,
            .uuids(letters.map(\.stored))
        )
    }

    /// The letters on their way to people.
    static func open(to people: [Person.Key]) -> Statement {
        Statement(
            """
            SELECT \(columns) FROM unnest($1::int[], $2::text[], $3::text[]) AS k (partition, audience, id)
            JOIN notifier.letters AS l
              ON l.partition = k.partition AND l.audience = k.audience AND l.recipient = k.id AND l.state = 'open'
            LIMIT 500
            """,
            .int4s(people.map { Int32($0.partition) }),
            .texts(people.map(\.recipient.audience.rawValue)),
            .texts(people.map(\.recipient.id))
        )
    }
}

extension Letter {
    /// A row as ``SelectLetters`` gives it; nil for one that this version did not write.
    init?(_ row: Row) {
        guard let audience = Recipient.Audience(rawValue: row.text(2)),
            let channel = NoticeChannel(rawValue: row.text(4)),
            let state = State(rawValue: row.text(6))
        else { return nil }
        let id = row.uuid(1)
        key = Key(partition: Int(row.int(0)), id: UUIDv7(id))
        recipient = Recipient(audience: audience, id: row.text(3))
        self.channel = channel
        further = NoticeChannel.list(row.text(5))
        self.state = state
        attempts = Int(row.int(7))
        made = Instant(microseconds: row.timestamp(8))
        `case` = row.textOrNull(9)
        conversation = row.textOrNull(10)
        notices = row.text(11).split(separator: "\n").compactMap(LetterNotice.init(line:))
        content = row.textOrNull(12).flatMap(LetterContent.init(json:))
        trouble = row.textOrNull(13)
    }
}
