import Contract
import Foundation
import Testing

@Suite struct `Mutated entries` {
    /// How many entries each seed has judged: half of `FUZZ_ENTRIES`, or of a hundred thousand.
    private static let count = (ProcessInfo.processInfo.environment["FUZZ_ENTRIES"].flatMap { Int($0) } ?? 100_000) / 2

    @Test(.timeLimit(.minutes(10)), arguments: [20_260_301, 20_260_302] as [UInt64])
    func `each is accepted, and again with the same digest, or refused with a known code and field`(
        seed: UInt64
    ) throws {
        let validator = InboundValidator(rules: try Example.rules())
        var mutator = try EntryMutator(seed: seed)
        var accepted = 0
        var codes: Set<RejectionCode> = []
        for _ in 0..<Self.count {
            let entry = mutator.next()
            _ = entry.claims
            do throws(Rejection) {
                let submission = try validator.validate(entry, arrivedAt: Example.arrival)
                accepted += 1
                if accepted.isMultiple(of: 4) { try again(entry, submission, by: validator) }
            } catch {
                codes.insert(error.code)
                let problem = Self.problem(of: error, in: entry)
                if let problem { Issue.record("\(problem): \(error) for \(entry.fields)") }
            }
        }
        #expect(accepted > Self.count / 20)
        #expect(accepted < Self.count * 19 / 20)
        let judged = Set(RejectionCode.allCases).subtracting([.conflict, .rateLimited])
        #expect(codes == judged)
    }

    /// The submission's own fields, sent again in another order, have the same content.
    private func again(
        _ entry: InboundEntry,
        _ submission: Submission,
        by validator: InboundValidator
    ) throws(Rejection) {
        let key = Array("sig".utf8)
        let signed = entry.fields.contains { $0.name.bytes == key }
        guard !signed else { return }
        let kept = submission.fields.map { (name: RawText.text($0.name), value: RawText.text($0.value)) }
        let others = entry.fields.filter { ["type", "conversation", "time"].contains($0.name.text) }
        let repeated = InboundEntry(door: entry.door, partition: 0, id: entry.id, fields: kept.reversed() + others)
        let second = try validator.validate(repeated, arrivedAt: Example.arrival)
        if second.digest != submission.digest || second.fields != submission.fields {
            Issue.record("a second look differs for \(entry.fields)")
        }
    }

    private static func problem(of rejection: Rejection, in entry: InboundEntry) -> String? {
        if rejection.detail.utf8.count > 330 { return "the detail is long" }
        if rejection.field.utf8.count > 64 { return "the field is long" }
        if known.contains(rejection.field) { return nil }
        let isSent = entry.fields.contains { field in
            let name = (field.name.text ?? "").unicodeScalars.map { scalar in
                scalar.properties.generalCategory == .control ? "?" : scalar
            }
            return String(String.UnicodeScalarView(name)).hasPrefix(rejection.field)
        }
        return isSent ? nil : "the field is not the entry's"
    }

    private static let known = Set(FieldName.allCases.map(\.text) + ["", "?"])
}
