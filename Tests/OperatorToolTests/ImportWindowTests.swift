import Testing

@testable import OperatorTool

@Suite struct ImportWindowTests {
    private let plan = ImportPlan(digest: "0123456789abcdef")

    private func row(_ number: Int, _ fields: [ImportRow.Field] = []) -> ImportRow {
        plan.completed(
            ImportRow(number: number, line: number, end: UInt64(number), endLine: number + 1, fields: fields)
        )
    }

    private func receipt(_ id: String, _ status: Receipt.Status) throws -> Receipt {
        let fields = [
            (name: "id", value: id), (name: "source", value: "import"), (name: "status", value: status.rawValue),
        ]
        return try #require(Receipt(StreamEntry(stream: "receipts", id: "1-1", fields: fields)))
    }

    @Test func `rows leave in the file's order, however their receipts come`() throws {
        var window = ImportWindow(mostRows: 10)
        for number in 1...4 { window.add(row(number), as: row(number).publication) }
        #expect(window.settle(try receipt("0123456789ab-2", .accepted)))
        #expect(window.settle(try receipt("0123456789ab-4", .duplicate)))
        #expect(window.takeSettled().isEmpty)
        #expect(window.unsettled.map(\.id) == ["0123456789ab-1", "0123456789ab-3"])
        #expect(window.settle(try receipt("0123456789ab-1", .rejected)))
        #expect(window.takeSettled().map(\.row.number) == [1, 2])
        #expect(window.settle(try receipt("0123456789ab-3", .accepted)))
        #expect(window.takeSettled().map(\.row.number) == [3, 4])
        #expect(window.isEmpty)
    }

    @Test func `receipts of others, and second receipts, are passed over`() throws {
        var window = ImportWindow(mostRows: 10)
        window.add(row(1), as: row(1).publication)
        #expect(!window.settle(try receipt("other", .accepted)))
        #expect(window.settle(try receipt("0123456789ab-1", .accepted)))
        #expect(!window.settle(try receipt("0123456789ab-1", .duplicate)))
    }

    @Test func `an id that occurs twice waits for two receipts`() throws {
        var window = ImportWindow(mostRows: 10)
        let twice = [ImportRow.Field("id", "same")]
        for number in 1...2 { window.add(row(number, twice), as: row(number, twice).publication) }
        #expect(window.settle(try receipt("same", .accepted)))
        #expect(window.settle(try receipt("same", .duplicate)))
        #expect(window.takeSettled().map(\.outcome) == [.accepted, .duplicate])
    }

    @Test func `the window is bounded by rows and by bytes`() {
        var window = ImportWindow(mostRows: 3)
        for number in 1...3 {
            #expect(window.hasRoom)
            window.add(row(number), as: row(number).publication)
        }
        #expect(!window.hasRoom)
        var heavy = ImportWindow(mostRows: 1000)
        let text = [ImportRow.Field("text", String(repeating: "x", count: 1 << 20))]
        for number in 1...16 { heavy.add(row(number, text), as: row(number, text).publication) }
        #expect(!heavy.hasRoom)
    }

    @Test func `many rows pass through a small window`() throws {
        var window = ImportWindow(mostRows: 3)
        var left: [Int] = []
        for number in 1...1000 {
            window.add(row(number), as: row(number).publication)
            guard !window.hasRoom else { continue }
            for publication in window.unsettled {
                #expect(window.settle(try receipt(publication.id, .accepted)))
            }
            left += window.takeSettled().map(\.row.number)
        }
        #expect(left == Array(1...999))
    }

    @Test func `what says why a row was refused is not published again`() {
        let fields = [("text", "hello"), ("rejected_code", "bad_value"), ("source", "web")]
        let publication = row(7, fields.map { .init($0.0, $0.1) }).publication
        #expect(publication.fields.map(\.name) == ["type", "text", "source", "id"])
        #expect(publication.source == "web")
    }
}
