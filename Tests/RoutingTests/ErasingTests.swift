import Contract
import Pipeline
import Postgres
import Testing

@testable import Routing

@Suite struct ErasingTests {
    @Test func `an entry that a second erasure has put goes when the first is told again`() async throws {
        let office = try await DatabaseOffice.open()
        let session = try await office.session()
        let first = Erasure(id: "e-1", person: "u-1", pseudonym: "erased-0000000000000001", conversations: [:])
        for second in [1, 2] {
            let wish = Commands.event("user.erase", nil, after: .seconds(second), ["user": "u-1"])
            try await office.decide([wish], on: session)
            _ = try await session.run(ErasePerson(erasure: first, partition: 0).statements)
        }
        #expect(try await office.texts("SELECT id FROM router.users", on: session) == [first.pseudonym])
        await session.close()
    }
}
