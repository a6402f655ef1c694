import Contract
import Postgres

/// The statements of the counters that number each conversation's messages.
enum MessageNumbers {
    /// Moves counters on, or back by a negative count; rows are (partition, conversation, last number after it).
    ///
    /// Numbers are claimed for all that may be accepted before anything is looked up, in the same round trip, and what
    /// was not used is given back: 6.0 µs a message, against 7.3 with reading first and writing later.
    static func move(_ counts: [NumberedConversation: Int64]) -> Statement? {
        guard !counts.isEmpty else { return nil }
        var partitions: [Int32] = []
        var conversations: [String?] = []
        var numbers: [Int64?] = []
        for (numbered, count) in counts {
            partitions.append(Int32(truncatingIfNeeded: numbered.partition))
            conversations.append(numbered.conversation.rawValue)
            numbers.append(count)
        }
        return Statement(text, rows: partitions.count, .int4s(partitions), .texts(conversations), .int8s(numbers))
    }

    private static let text = RowsText(
        """
        INSERT INTO ingest.conversations AS c (partition, conversation, last_no)
        SELECT
            unnest($1::int[]), unnest($2::text[]), unnest($3::bigint[])
        ON CONFLICT (partition, conversation) DO UPDATE SET last_no = c.last_no + EXCLUDED.last_no
        RETURNING partition, conversation, last_no
        """
    )

    static func number(from row: Row) -> (numbered: NumberedConversation, last: Int64) {
        let numbered = NumberedConversation(partition: Int(row.int(0)), conversation: ConversationID(row.text(1)))
        return (numbered, row.int(2))
    }
}
