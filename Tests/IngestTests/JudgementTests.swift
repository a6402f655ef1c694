import Contract
import Testing

@testable import Ingest

/// The decisions on a batch, without servers.
struct JudgementTests {
    private let now = Instant(milliseconds: Entries.arrival)
    private let validator = InboundValidator(
        rules: InboundRules(sources: SourceID("web").map { [$0: SourceRights(publish: ["*"])] } ?? [:])
    )

    private func candidate(
        _ fields: [(String, String)],
        partition: Int = 3,
        isReread: Bool = false
    ) -> Candidate {
        let entry = Entries.entry(fields, partition: partition)
        let result = Result { () throws(Rejection) in try validator.validate(entry, arrivedAt: now) }
        return Candidate(partition: partition, entry: entry, isReread: isReread, result: result)
    }

    private func judge(_ candidates: [Candidate], found: Found = Found(), limit: Int = .max) -> Judgement {
        var allowed = limit
        return Judgement(candidates, found: found, now: now) { _, _ in
            allowed -= 1
            return allowed >= 0
        }
    }

    private func seen(_ candidate: Candidate, message: MessageID?) -> Found.Seen? {
        candidate.submission.map { Found.Seen(digest: $0.digest, message: message) }
    }

    @Test
    func `messages are numbered on from the conversation's last number`() {
        let candidates = ["a", "b", "c"].map { candidate(Entries.message($0)) }
        var found = Found()
        if let numbered = candidates[0].numbered { found.lastNumbers[numbered] = 7 }
        let numbers = judge(candidates, found: found).verdicts.map(\.number)
        #expect(numbers == [8, 9, 10])
    }

    @Test
    func `the same id twice in a batch is one message and a duplicate that names it`() throws {
        let judgement = judge([candidate(Entries.message("a")), candidate(Entries.message("a"))])
        guard case .accepted(let acceptance?) = judgement.verdicts[0] else {
            Issue.record("the first is \(judgement.verdicts[0])")
            return
        }
        #expect(judgement.verdicts[1] == .duplicate(message: acceptance.message))
        #expect(judgement.numbersUsed.values.map { $0 } == [1])
    }

    @Test
    func `the same id with other content is a conflict, within a batch and against an earlier one`() {
        let first = candidate(Entries.message("a"))
        let other = candidate(Entries.message("a", text: "Something else"))
        #expect(judge([first, other]).verdicts[1] == .refused(.conflict))
        var found = Found()
        found.seen[0] = seen(first, message: nil)
        #expect(judge([other], found: found).verdicts == [.refused(.conflict)])
    }

    @Test
    func `the same id in another partition is another entry`() {
        let judgement = judge([candidate(Entries.message("a")), candidate(Entries.message("a"), partition: 4)])
        #expect(judgement.verdicts.map(\.isAccepted) == [true, true])
    }

    @Test
    func `a limited message takes no number, and its id may come again`() {
        let batch = [candidate(Entries.message("a")), candidate(Entries.message("b")), candidate(Entries.message("b"))]
        let judgement = judge(batch, limit: 1)
        #expect(judgement.verdicts[1] == .refused(.rateLimited))
        #expect(judgement.verdicts[2] == .refused(.rateLimited))
        #expect(judgement.numbersUsed.values.map { $0 } == [1])
    }

    @Test
    func `a duplicate is not counted against the rate`() {
        let judgement = judge([candidate(Entries.message("a")), candidate(Entries.message("a"))], limit: 1)
        #expect(judgement.verdicts[1].isDuplicate)
    }

    @Test
    func `a refusal that is on record stands, whatever the rules say now`() {
        var found = Found()
        found.refusals[0] = .rateLimited
        let verdicts = judge([candidate(Entries.message("a"), isReread: true)], found: found).verdicts
        #expect(verdicts == [.refusedBefore(.rateLimited)])
    }

    @Test
    func `what was accepted by earlier rules and is read again stays accepted`() {
        let accepted = candidate(Entries.message("a"))
        let again = candidate(Entries.message("a", with: [("nonsense", "1")]), isReread: true)
        var found = Found()
        found.seen[0] = seen(accepted, message: nil)
        #expect(judge([again], found: found).verdicts == [.duplicate(message: nil)])
    }

    @Test
    func `a refused entry that is new keeps the validation's reason`() {
        let verdict = judge([candidate([("type", "nonsense"), ("id", "a"), ("source", "web")])]).verdicts[0]
        guard case .refused(let rejection) = verdict else {
            Issue.record("it is \(verdict)")
            return
        }
        #expect(rejection.code == .unknownType)
    }

    @Test
    func `only messages have numbers`() {
        let fields = [("type", "user.put"), ("id", "p"), ("source", "web"), ("user", "u-1"), ("name", "Thandi")]
        #expect(judge([candidate(fields)]).verdicts == [.accepted(nil)])
    }
}

extension Verdict {
    var number: Int64? {
        guard case .accepted(let acceptance) = self else { return nil }
        return acceptance?.number
    }

    var isAccepted: Bool {
        guard case .accepted = self else { return false }
        return true
    }

    var isDuplicate: Bool {
        guard case .duplicate = self else { return false }
        return true
    }
}
