import Contract
import Postgres

/// The statements of the positions in `inbound` streams, whose ids are Redis's own.
enum DoorPositions {
    static func load(in partitions: [Int]) -> Statement {
        Statement(
            "SELECT partition, door, ms, seq FROM pipeline.door_positions WHERE partition = ANY ($1::int[])",
            .int4s(partitions.map(Int32.init))
        )
    }

    /// Stores how far each stream has been handled.
    ///
    /// A position never goes back, though what lies before it may be read again, as by a new owner before the trim: else
    /// the rest of that would no longer be known as read again. A stream that was begun anew passes it soon, since ids
    /// are times; so one that is far in the future is not kept, or all that comes until then would be taken for read again.
    static func store(_ moves: [DoorMove]) -> Statement {
        Statement(
            storing,
            rows: moves.count,
            .int4s(moves.map { Int32($0.door.partition) }),
            .texts(moves.map(\.door.name)),
            .int8s(moves.map { Int64(clamping: $0.upto.ms) }),
            .int8s(moves.map { Int64(clamping: $0.upto.seq) })
        )
    }

    /// As far ahead as a stream's ids may be before it is set aside.
    private static let soon = "extract(epoch FROM clock_timestamp()) * 1000 + 300000"

    private static let storing = RowsText(
        """
        INSERT INTO pipeline.door_positions AS d (partition, door, ms, seq)
        SELECT partition, door, ms, seq FROM (
            SELECT
                unnest($1::int[]) AS partition, unnest($2::text[]) AS door, unnest($3::bigint[]) AS ms,
                unnest($4::bigint[]) AS seq
        ) AS moves
        WHERE ms <= \(soon)
        ON CONFLICT (partition, door) DO UPDATE SET ms = EXCLUDED.ms, seq = EXCLUDED.seq
        WHERE (d.ms, d.seq) < (EXCLUDED.ms, EXCLUDED.seq) OR d.ms > \(soon)
        """
    )
}

/// One `inbound` stream: a partition of the shared door or of a private one.
struct Door: Sendable, Hashable {
    /// The source whose private door it is; nothing for the shared one.
    let source: SourceID?
    let partition: Int

    /// The name in the database; empty for the shared door.
    var name: String { source?.rawValue ?? "" }

    func key(in keys: Keys) -> String { keys.inbound(door: source, partition) }
}

/// How far a batch has handled one door.
struct DoorMove: Sendable, Equatable {
    let door: Door
    let upto: EntryID
}

extension EntryID {
    /// The id before which everything up to this one lies.
    var next: EntryID {
        if seq < .max { EntryID(ms: ms, seq: seq + 1) } else { EntryID(ms: ms < .max ? ms + 1 : ms, seq: 0) }
    }

    static let zero = EntryID(ms: 0, seq: 0)
}
