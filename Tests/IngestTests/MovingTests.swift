import Contract
import Ingest
import Pipeline
import Postgres
import Testing

/// Entries that stand in another stream than their partition's.
struct MovingTests {
    /// Delivers letters as the receiving lane gets them.
    private func deliver(_ outcome: Outcome, in house: IngestHouse) async throws -> Outcome {
        try await house.handle(
            outcome.letters.map { sent in
                Input(partition: sent.to, content: .letter(sent.letter), conversation: sent.letter.conversation)
            }
        )
    }

    private func inputs(
        _ entries: [[(String, String)]],
        at partition: Int,
        isReread: Bool = false
    ) -> [Input] {
        entries.enumerated().map { place, fields in
            let entry = Entries.entry(fields, partition: partition, seq: UInt64(place))
            return Entries.input(entry, isReread: isReread)
        }
    }

    @Test
    func `an entry in the wrong stream is handed to its partition and judged there`() async throws {
        let house = try await IngestHouse.open()
        let home = house.partition(of: "u-42")
        let away = (home + 1) % 16
        let sent = try await house.handle(inputs([Entries.message("a"), Entries.message("a")], at: away))
        #expect(sent.events.isEmpty)
        #expect(sent.afterCommit.isEmpty)
        #expect(sent.letters.map(\.to) == [home, home])
        #expect(try await house.count("ingest.ids") == 0)

        let arrived = try await deliver(sent, in: house)
        #expect(arrived.statuses == ["accepted", "duplicate"])
        #expect(arrived.events.map(\.partition) == [home])
        #expect(arrived.events[0].cause == "inbound:{\(away)}/\(Entries.arrival)-0")
        #expect(arrived.events[0].time == Instant(milliseconds: Entries.arrival))
        #expect(arrived.receipts[0].stream == "test:receipts:{\(home)}")
    }

    @Test
    func `names in another normal form are kept in form C, and the receipt has them as they were sent`() async throws {
        let house = try await IngestHouse.open()
        let (sentName, keptName) = ("cafe\u{301}-10", "caf\u{E9}-10")
        let away = house.partition(of: sentName)
        #expect(away != house.partition(of: keptName))
        let entry = Entries.message("e\u{301}-1", conversation: sentName)
        let arrived = try await deliver(try await house.handle(inputs([entry, entry], at: away)), in: house)
        #expect(arrived.statuses == ["accepted", "duplicate"])
        #expect(arrived.events.map(\.partition) == [house.partition(of: keptName)])
        #expect(arrived.events[0].conversation?.rawValue.unicodeScalars.elementsEqual(keptName.unicodeScalars) == true)
        for receipt in arrived.receipts {
            #expect(receipt.stream == "test:receipts:{\(away)}")
            let names = [receipt.fields["id"], receipt.fields["conversation"]].compactMap { $0.map { Array($0.utf8) } }
            #expect(names == ["e\u{301}-1", sentName].map { Array($0.utf8) })
        }
    }

    @Test
    func `an entry that is not valid stays where it was written`() async throws {
        let house = try await IngestHouse.open()
        let away = (house.partition(of: "u-42") + 1) % 16
        let outcome = try await house.handle(inputs([Entries.message("a", with: [("wrong", "1")])], at: away))
        #expect(outcome.letters.isEmpty)
        #expect(outcome.statuses == ["rejected unknown_field"])
        #expect(outcome.receipts[0].stream == "test:receipts:{\(house.partition(of: "u-42"))}")
        let kept = try await house.asReader("SELECT partition || ' ' || stream FROM api.rejected")
        #expect(kept == ["\(away) inbound:{\(away)}"])
    }

    @Test
    func `usage belongs to partition 0, and its receipt to the stream written to`() async throws {
        let house = try await IngestHouse.open()
        let usage = [
            ("type", "usage.put"), ("id", "u"), ("source", "site"), ("period", "2026-02"), ("active_users", "9000"),
        ]
        let sent = try await house.handle(inputs([usage], at: 5))
        #expect(sent.letters.map(\.to) == [0])
        let arrived = try await deliver(sent, in: house)
        #expect(arrived.events.map(\.partition) == [0])
        #expect(arrived.receipts[0].stream == "test:receipts:{5}")
    }

    @Test
    func `what was refused after it was moved is refused again when the first stream is read again`() async throws {
        let house = try await IngestHouse.open()
        let home = house.partition(of: "u-42")
        let away = (home + 1) % 16
        let entries = (0..<123).map { Entries.message("m-\($0)") }
        let first = try await deliver(try await house.handle(inputs(entries, at: away)), in: house)
        #expect(first.statuses.filter { $0 == "rejected rate_limited" }.count == 3)

        let successor = try await house.taken(by: IngestStage(keys: house.keys, secrets: nil))
        let again = try await successor.handle(inputs(entries, at: away, isReread: true))
        let arrived = try await deliver(again, in: successor)
        #expect(arrived.events.isEmpty)
        #expect(arrived.statuses.filter { $0 == "rejected rate_limited" }.count == 3)
        #expect(try await house.count("ingest.rejected") == 3)
        #expect(try await house.asReader("SELECT DISTINCT stream FROM api.rejected") == ["inbound:{\(away)}"])
    }

    @Test
    func `a letter that holds no entry is a fault, not an entry`() async throws {
        let house = try await IngestHouse.open()
        let letter = Letter(from: 1, kind: "entry", conversation: "c", fields: ["type": "message.post"])
        await #expect(throws: StageFault.self) {
            try await house.handle([Input(partition: 2, content: .letter(letter), conversation: "c")])
        }
    }
}
