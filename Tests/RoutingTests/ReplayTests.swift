import Contract
import Pipeline
import Testing

@testable import Routing

/// Commands in any order and any number never lead to a state that cannot be.
struct ReplayTests {
    @Test(arguments: 0..<60)
    func `permuted and repeated commands keep the office's books right`(_ seed: Int) throws {
        var random = SeededNumbers(seed: UInt64(seed))
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
        inputs += inputs.shuffled(using: &random).prefix(40)
        inputs.shuffle(using: &random)

        var rest = inputs[...]
        while !rest.isEmpty {
            let batch = Array(rest.prefix(Int.random(in: 1...7, using: &random)))
            rest = rest.dropFirst(batch.count)
            let before = office.cases
            try office.decide(batch)
            expectSoundBooks(office)
            expectOnlyAllowedSteps(before, office)
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
                #expect((found.state == .assigned) == (found.state.isOpen && found.assignee != nil))
                #expect(found.queuedAt == nil || found.state == .open)
                #expect((found.state == .resolved) == (found.resolvedAt != nil))
            }
        }
        if office.admins.values.contains(where: \.isFree) {
            #expect(latest.allSatisfy { $0.queuedAt == nil })
        }
        let places = Dictionary(grouping: office.history.compactMap(\.place), by: \.id)
        for place in places.values { #expect(place.map(\.seq) == Array(1...place.count)) }
    }

    private func expectOnlyAllowedSteps(_ before: [CaseThreads.Key: [Case]], _ office: PaperOffice) {
        for (key, row) in before {
            for (old, new) in zip(row, office.cases[key] ?? []) where old.state != new.state {
                #expect(old.state.successors.contains(new.state))
            }
        }
    }
}

/// Numbers that a seed decides (SplitMix64).
struct SeededNumbers: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
