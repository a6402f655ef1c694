import Contract
import Testing

@Suite struct `Identities, checksums and keys` {
    @Test(
        arguments: [
            ("", 0x0000_0000), ("123456789", 0xCBF4_3926), ("u-42", 0x3ECD_F876),
            ("The quick brown fox jumps over the lazy dog", 0x414F_A339), ("caf\u{E9}", 0x98AD_42B5),
            ("conversation-000000001", 0xF5FE_BDFE),
        ] as [(String, UInt32)]
    )
    func `the checksum is zlib's CRC-32`(_ text: String, _ checksum: UInt32) {
        #expect(CRC32.of(text) == checksum)
        #expect(CRC32.of(Array(text.utf8)) == checksum)
    }

    @Test func `all byte values have their part in the checksum`() {
        #expect(CRC32.of(Array(0...255)) == 0x2905_8C73)
    }

    @Test func `a key is in the partition of its checksum`() {
        let sixteen = Partitioning(count: 16)
        #expect(sixteen.partition(of: "u-42") == 6)
        #expect(sixteen.partition(of: "conversation-000000001") == 14)
        #expect(sixteen.partition(of: "") == 0)
        #expect(Partitioning(count: 1024).partition(of: "123456789") == 294)
        #expect(Partitioning(count: 1).partition(of: "123456789") == 0)
    }

    @Test func `an identifier is of version 7 and carries its millisecond`() throws {
        let instant = try #require(Instant(rfc3339: "2026-03-01T08:00:00.123456Z"))
        let id = UUIDv7.generate(at: instant)
        let text = Array(id.description)
        #expect(text.count == 36)
        #expect(text[14] == "7")
        #expect("89ab".contains(text[19]))
        #expect(id.instant.description == "2026-03-01T08:00:00.123Z")
        #expect(UUIDv7(id.description) == id)
        #expect(UUIDv7(id.description.uppercased()) == id)
        #expect(id.description == id.description.lowercased())
    }

    @Test func `identifiers are distinct, and in order within a millisecond`() {
        let instant = Instant(milliseconds: 1_772_352_000_000)
        let ids = (0..<4000).map { _ in UUIDv7.generate(at: instant) }
        #expect(Set(ids).count == ids.count)
        #expect(UUIDv7.generate(at: Instant(milliseconds: 1_772_352_000_001)) > (ids.max() ?? ids[0]))
    }

    @Test func `the vector of RFC 9562 is read`() throws {
        let id = try #require(UUIDv7("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"))
        #expect(id.high == 0x017F_22E2_79B0_7CC3)
        #expect(id.low == 0x98C4_DC0C_0C07_398F)
        #expect(id.instant.description == "2022-02-22T19:22:22.000Z")
    }

    @Test(arguments: [
        "", "017F22E279B07CC398C4DC0C0C07398F", "017F22E2-79B0-7CC3-98C4-DC0C0C07398",
        "g17F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F0", "017F22E2+79B0-7CC3-98C4-DC0C0C07398F",
    ])
    func `anything else is no identifier`(_ text: String) {
        #expect(UUIDv7(text) == nil)
    }

    @Test func `keys carry their partition as hash tag`() throws {
        let keys = Keys(prefix: "saypro")
        let partner = try Example.source("partner")
        #expect(keys.inbound(7) == "saypro:inbound:{7}")
        #expect(keys.inbound(door: partner, 7) == "saypro:inbound:partner:{7}")
        #expect(keys.inbound(door: nil, 7) == "saypro:inbound:{7}")
        #expect(keys.receipts(0) == "saypro:receipts:{0}")
        #expect(keys.receipts(door: partner, 3) == "saypro:receipts:partner:{3}")
        #expect(keys.receipts(door: nil, 3) == "saypro:receipts:{3}")
        #expect(keys.topic(.cases, 3) == "saypro:cases:{3}")
        #expect(keys.inbox(1023) == "saypro:inbox:{1023}")
        #expect(keys.config == "saypro:config")
        #expect(keys.poke(stage: "sla-monitor") == "saypro:poke:sla-monitor:{0}")
        #expect(Keys(prefix: "test").topic(.notifications, 0) == "test:notifications:{0}")
    }

    @Test func `sources have the contract's shape`() {
        for name in ["web", "a", "a.b_c-9", String(repeating: "z", count: 64)] {
            #expect(SourceID(name)?.description == name)
        }
        for name in ["", "Web", "a b", "a:b", "{1}", "é", String(repeating: "z", count: 65)] {
            #expect(SourceID(name) == nil)
        }
    }

    @Test func `entry ids are read and written`() {
        #expect(EntryID("18446744073709551615-1") == EntryID(ms: .max, seq: 1))
        #expect(EntryID(ms: 12, seq: 3).description == "12-3")
        for text in ["", "12", "12-", "-3", "12-3-4", "a-b", "12-99999999999999999999"] {
            #expect(EntryID(text) == nil)
        }
        #expect(EntryID(ms: 2, seq: 0) > EntryID(ms: 1, seq: 9))
    }

    @Test func `the name of each field is that of the contract`() {
        #expect(FieldName.allCases.count <= 96)
        #expect(Set(FieldName.allCases.map(\.text)).count == FieldName.allCases.count)
        #expect(FieldName.inFavourOf.text == "in_favour_of")
        #expect(FieldName.for.text == "for")
        for name in FieldName.allCases {
            #expect(name.text.utf8.count <= 16)
            #expect(CommandType.allCases.contains { $0.fields.contains { $0.name == name } })
        }
    }
}
