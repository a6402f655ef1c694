import Contract
import Pipeline
import TestKit
import Testing

@testable import Routing

/// Commands in any order and any number never lead to a state that cannot be.
struct ReplayTests {
    @Test(arguments: 0..<60)
    func `permuted and repeated commands keep the office's books right`(_ seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        var office = PaperOffice()
        var inputs: [Input] = []
        for admin in 1...3 {
            inputs.append(Commands.putAdmin("a-\(admin)", capacity: 2))
            inputs.append(Commands.presence("a-\(admin)", "online", after: .seconds(admin)))
            inputs.append(Commands.presence("a-\(admin)", "offline", after: .seconds(40 + admin)))
            inputs.append(Commands.presence("a-\(admin)", "online", after: .seconds(50 + admin)))
        }
        for thread in 1...8 {
            let conversation = "c-\(thread)"
            let partition = thread % 4
            inputs += [
                Commands.userWrites(conversation, after: .seconds(5), partition: partition),
                Commands.adminWrites(conversation, number: 2, after: .seconds(10), partition: partition),
                Commands.userWrites(conversation, number: 3, after: .seconds(15), partition: partition),
                Commands.resolve(conversation, after: .seconds(20), partition: partition),
                Commands.userWrites(conversation, number: 4, after: .seconds(25), partition: partition),
                Commands.event(
                    "case.assign",
                    conversation,
                    after: .seconds(30),
                    partition: partition,
                    ["admin": "a-9", "to": "a-\(thread % 3 + 1)"]
                ),
                Commands.resolve(conversation, after: .seconds(60), partition: partition),
                Commands.event("case.reopen", conversation, after: .seconds(70), partition: partition, ["by": "admin"]),
            ]
        }
        inputs += Self.turns
        inputs += inputs.shuffled(using: &random).prefix(60)
        inputs.shuffle(using: &random)

        var rest = inputs[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Int.random(in: 1...7, using: &random)))
            rest = rest.dropFirst(batch.count)
            try office.decide(batch)
            expectSoundBooks(office)
            #expect(office.forbiddenSteps == [])
        }
        for day in 0..<12 {
            try office.pass(to: .seconds(day * 86_400))
            expectSoundBooks(office)
        }
        #expect(office.forbiddenSteps == [])
        let settled = office.cases.values.compactMap(\.last).filter { $0.state == .resolved }
        #expect(settled.isEmpty, "every resolve is closed when its window is over")
    }

    /// What puts cases off, sends them elsewhere and ends them otherwise than by a resolve.
    private static var turns: [Input] {
        let partitioning = Partitioning(count: 4)
        return (1...8).flatMap { thread -> [Input] in
            let conversation = "c-\(thread)"
            func event(_ type: String, after seconds: Int, _ more: Fields) -> Input {
                var fields: Fields = ["admin": "a-\(thread % 3 + 1)"]
                for field in more { fields.set(field.name, to: field.value) }
                return Commands.event(type, conversation, after: .seconds(seconds), partition: thread % 4, fields)
            }
            // A letter goes to the conversation's own partition, which in this office is not where it is written to.
            let into = (1...99).map { "t-\($0)" }.first { partitioning.partition(of: $0) == thread % 4 } ?? "t-1"
            return [
                event("case.wait", after: 16, ["for": thread.isMultiple(of: 2) ? "user" : "third_party"]),
                event("case.snooze", after: 17, ["until": (start + .seconds(300)).description]),
                event(
                    "case.escalate",
                    after: 18,
                    ["to": thread.isMultiple(of: 3) ? "legal" : "senior", "reason": "x"]
                ),
                event("case.acknowledge", after: 19, [:]),
                event("case.hand_back", after: 22, ["answer": "Yes"]),
                event("case.categorize", after: 23, ["category": "payment", "tier": thread == 1 ? "P1" : "P2"]),
                event("case.assign", after: 35, ["team": "trust"]),
                event("case.update", after: 36, ["stage": "later"]),
                event(thread.isMultiple(of: 4) ? "case.merge" : "case.spam", after: 65, ["into": into]),
            ]
        }
    }

    private func expectSoundBooks(_ office: PaperOffice) {
        let latest = office.cases.values.compactMap(\.last)
        for (id, admin) in office.admins {
            let own = latest.filter { $0.state.isOpen && $0.assignee == id }.count
            let called = office.calls.filter { $0.admin == id }.count
            #expect(admin.openCases == own + called)
            #expect(admin.openCases <= admin.capacity)
        }
        for row in office.cases.values {
            #expect(row.map(\.number) == Array(1...row.count))
            #expect(row.dropLast().allSatisfy { !$0.state.isOpen })
            for found in row {
                #expect(found.state != .assigned || found.assignee != nil)
                #expect(found.state != .open || found.assignee == nil)
                #expect(found.queuedAt == nil || found.lacksAdmin)
                #expect(!found.isSettled || found.resolvedAt != nil)
                #expect(!found.state.isOpen || found.resolvedAt == nil)
                #expect(!found.state.isOpen || (found.assignee == nil) == (found.queueReason != nil))
            }
        }
        if office.admins.values.contains(where: \.isFree) {
            // Nobody is of the teams that cases are sent to; whoever let a case run out is not asked again at once.
            let waiting = latest.filter { $0.queuedAt != nil && $0.needs == Needs() && $0.timedOut == nil }
            #expect(waiting.isEmpty)
        }
        let places = Dictionary(grouping: office.history.compactMap(\.place), by: \.id)
        for place in places.values { #expect(place.map(\.seq) == Array(1...place.count)) }
    }
}
