import Contract
import Ingest
import Pipeline
import Testing

/// Entries that are damaged at random, by a seed.
struct MutationTests {
    @Test(arguments: [1, 2])
    func `each damaged entry is either accepted or on record`(seed: UInt64) async throws {
        let house = try await IngestHouse.open()
        var damage = Damage(seed: seed)
        var sent = 0
        var accepted = 0
        var refused = 0
        for batch in 0..<4 {
            let inputs = (0..<250).map { place in
                let key = damage.next(16) < 3 ? "other" : "u-42"
                var entry = Entries.message("\(batch)-\(place)", conversation: key, with: [("x-n", "\(place)")])
                entry[2].1 = "operator"
                let fields = damage.applied(to: entry.map { (Array($0.0.utf8), Array($0.1.utf8)) })
                let id = EntryID(ms: Entries.arrival + UInt64(batch), seq: UInt64(place))
                return Entries.input(
                    InboundEntry(door: nil, partition: house.partition(of: key), id: id, fields: fields)
                )
            }
            let outcome = try await house.handle(inputs)
            sent += inputs.count - outcome.letters.count
            accepted += outcome.statuses.filter { $0 == "accepted" }.count
            refused += outcome.statuses.filter { $0.hasPrefix("rejected") }.count
        }
        #expect(accepted > 50)
        #expect(refused > 200)
        #expect(accepted + refused == sent)
        #expect(try await house.count("ingest.ids") == Int64(accepted))
        #expect(try await house.count("ingest.rejected") == Int64(refused))
    }
}

/// Damage to an entry's bytes: changed, cut, doubled and exchanged.
private struct Damage {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15
    }

    /// A number below the bound (xorshift).
    mutating func next(_ bound: Int) -> Int {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return Int(state % UInt64(bound))
    }

    mutating func applied(to original: [([UInt8], [UInt8])]) -> [InboundEntry.Field] {
        var fields = original
        for _ in 0..<next(4) where !fields.isEmpty {
            let place = next(fields.count)
            switch next(6) {
            case 0: fields.remove(at: place)
            case 1: fields.append(fields[place])
            case 2: fields[place].0 = damaged(fields[place].0)
            case 3: fields[place].1 = damaged(fields[place].1)
            case 4: fields[place].1 = Array(repeating: UInt8(next(256)), count: next(3000))
            default: fields.swapAt(place, next(fields.count))
            }
        }
        return fields.map { (name: RawText($0.0), value: RawText($0.1)) }
    }

    private mutating func damaged(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.isEmpty else { return [UInt8(next(256))] }
        var bytes = bytes
        let place = next(bytes.count)
        switch next(3) {
        case 0: bytes[place] = UInt8(next(256))
        case 1: bytes.insert(UInt8(next(256)), at: place)
        default: bytes.removeSubrange(place...)
        }
        return bytes
    }
}
