import Contract
import Ingest
import Pipeline
import Postgres
import Testing

/// Entries that are refused, and how they are kept.
struct RefusalTests {
    @Test
    func `a refused entry is kept as received with its reason, and the rest of the batch goes on`() async throws {
        let house = try await IngestHouse.open()
        let bad = [("type", "message.post"), ("id", "x"), ("source", "web"), ("conversation", "u-42"), ("text", "t")]
        let outcome = try await house.handle([bad, Entries.message("a")])
        let partition = house.partition(of: "u-42")
        #expect(outcome.statuses == ["rejected missing_field", "accepted"])
        #expect(outcome.events.count == 1)
        let rows = try await house.asReader(
            """
            SELECT concat_ws('|', source, id, code, field, detail <> '', raw, stream, entry, at <= now())
            FROM api.rejected
            """
        )
        let raw =
            #"[["type", "message.post"], ["id", "x"], ["source", "web"], ["conversation", "u-42"], ["text", "t"]]"#
        #expect(rows == ["web|x|missing_field|role|t|\(raw)|inbound:{\(partition)}|\(Entries.arrival)-0|t"])
        let receipt = outcome.receipts[0]
        #expect(receipt.stream == "test:receipts:{\(partition)}")
        #expect(receipt.fields["field"] == "role")
        #expect(receipt.fields["detail"]?.isEmpty == false)
        #expect(receipt.fields["conversation"] == "u-42")
    }

    @Test
    func `bytes, NUL and huge values are kept without harm to the batch`() async throws {
        let house = try await IngestHouse.open()
        let partition = house.partition(of: "u-42")
        let fields: [[InboundEntry.Field]] = [
            [(name: "type", value: .bytes([0xFF, 0x00])), (name: .bytes([0xC3]), value: "v")],
            [(name: "type", value: "message.post"), (name: "id", value: "a\0b"), (name: "x\0", value: "1")],
            [
                (name: "type", value: "message.post"),
                (name: "text", value: .text(String(repeating: "a", count: 300_000))),
            ],
            [],
        ]
        let inputs = fields.enumerated().map { place, fields in
            let id = EntryID(ms: Entries.arrival, seq: UInt64(place))
            return Entries.input(InboundEntry(door: nil, partition: partition, id: id, fields: fields))
        }
        let outcome = try await house.handle(inputs + house.inputs([Entries.message("good")], ms: Entries.arrival + 1))
        #expect(outcome.events.count == 1)
        #expect(outcome.statuses.filter { $0.hasPrefix("rejected") }.count == 4)
        let rows = try await house.asReader(
            "SELECT concat_ws('|', encoded, is_cut, length(raw::text) <= 65536) FROM api.rejected ORDER BY entry"
        )
        #expect(rows == ["{1,2}|f|t", "{3,4}|f|t", "{}|t|t", "{}|f|t"])
        #expect(try await house.asReader("SELECT raw -> 0 ->> 1 FROM api.rejected ORDER BY entry LIMIT 1") == ["/wA="])
        #expect(outcome.receipts[0].stream == "test:receipts:{\(partition)}")
    }

    @Test
    func `a private door speaks for its source only, and must sign`() async throws {
        let secrets = try SecretsDirectory()
        let house = try await IngestHouse.open(secrets: secrets.path, policy: Self.policy)
        try await house.handle([])
        let partition = house.partition(of: "listing-1")
        let fields = [
            ("type", "case.open"), ("id", "p-1"), ("conversation", "listing-1"), ("kind", "listing"),
            ("subject", "advert 9"), ("user", "u-1"),
        ]
        func attempt(_ fields: [(String, String)], ms: UInt64, signedWith key: String? = nil) async throws -> Outcome {
            var fields = fields
            if let key {
                fields.append(("sig", Signature.sign(fields, key: Array(key.utf8))))
            }
            return try await house.handle(
                [Entries.input(Entries.entry(fields, door: "partner", partition: partition, ms: ms))]
            )
        }
        let noFile = try await attempt(fields, ms: 1_772_352_000_001, signedWith: "s3cret")
        #expect(noFile.statuses == ["rejected bad_signature"])
        let others = try await house.handle([Entries.message("meanwhile")])
        #expect(others.statuses == ["accepted"])

        try secrets.write("partner", "s3cret\n")
        try await house.refresh()
        #expect(house.stage.privateDoors == [SourceID("partner")].compactMap { $0 })
        let unsigned = try await attempt(fields, ms: 1_772_352_000_002)
        let wrong = try await attempt(fields, ms: 1_772_352_000_003, signedWith: "other")
        let right = try await attempt(fields, ms: 1_772_352_000_004, signedWith: "s3cret")
        let foreign = try await attempt(fields + [("source", "web")], ms: 1_772_352_000_005, signedWith: "s3cret")
        #expect(unsigned.statuses == ["rejected bad_signature"])
        #expect(wrong.statuses == ["rejected bad_signature"])
        #expect(right.statuses == ["accepted"])
        #expect(foreign.statuses == ["rejected unauthorized_source"])
        #expect(right.receipts[0].stream == "test:receipts:partner:{\(partition)}")
        #expect(right.receipts[0].fields["source"] == "partner")
        #expect(right.events[0].cause == "inbound:partner:{\(partition)}/1772352000004-0")
        #expect(right.events[0].fields["source"] == "partner")
        let streams = try await house.asReader("SELECT DISTINCT stream FROM api.rejected")
        #expect(streams == ["inbound:partner:{\(partition)}"])
    }

    @Test
    func `a new version of the policy is taken up, and one that cannot be read is not`() async throws {
        let house = try await IngestHouse.open(policy: Self.policy)
        let closed = "version: 1\nsources:\n  web: { publish: [user.put] }\n"
        try await house.apply(policy: closed)
        try await house.refresh()
        #expect(try await house.handle([Entries.message("a")]).statuses == ["rejected unauthorized_source"])
        try await house.apply(policy: "version: 1\nsources: [")
        try await house.refresh()
        let outcome = try await house.handle([Entries.message("b")], ms: Entries.arrival + 1)
        #expect(outcome.statuses == ["rejected unauthorized_source"])
        try await house.apply(policy: Self.policy)
        try await house.refresh()
        #expect(try await house.handle([Entries.message("c")], ms: Entries.arrival + 2).statuses == ["accepted"])
    }

    private static let policy = """
        version: 1
        sources:
          web: { publish: ["*"] }
          partner: { publish: [case.open], door: private, key: partner }

        """
}

extension IngestHouse {
    func refresh() async throws {
        try await stage.refresh(on: session)
    }

    /// The one column of a query, as a reader of `api` sees it.
    func asReader(_ query: String) async throws -> [String?] {
        try await session.execute(script: "RESET ROLE; SET ROLE saypro_reader")
        let rows = try await column(query)
        try await session.execute(script: "RESET ROLE; SET ROLE saypro_ingest")
        return rows
    }
}
