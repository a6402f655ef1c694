import Contract
import Testing

/// Several rules broken in one entry: the first in the contract's order is reported.
@Suite struct `Order of rules` {
    /// The rules in their order, each with a change that breaks it in a `message.post` and what is then said.
    static let rules: [(name: String, changes: [(String, String?)], code: RejectionCode, field: String)] = [
        ("encoding", [("x-a", "\u{0}")], .badEncoding, "x-a"),
        ("size", [("reply_to", String(repeating: "r", count: 129))], .tooLarge, "reply_to"),
        ("type", [("type", "message.delete")], .unknownType, "type"),
        ("missing field", [("text", nil)], .missingField, "text"),
        ("unknown field", [("colour", "red")], .unknownField, "colour"),
        ("value", [("channel", "fax")], .badValue, "channel"),
        ("time", [("time", "2026-03-02T08:00:00Z")], .timeInFuture, "time"),
        ("source", [("source", "partner")], .unauthorizedSource, "source"),
    ]

    @Test(arguments: 0..<8, 0..<8)
    func `of two broken rules the first is reported`(_ first: Int, _ second: Int) throws {
        let (one, other) = (Self.rules[min(first, second)], Self.rules[max(first, second)])
        let changed = (other.changes + one.changes).reduce(Example.fields(.messagePost)) { fields, change in
            change.1.map { fields.with(change.0, $0) } ?? fields.without(change.0)
        }
        let rejection = try changed.entry().refused()
        #expect(rejection.code == one.code)
        #expect(rejection.field == one.field)
    }

    @Test func `the source comes before the signature`() throws {
        let fields = Example.fields(.messagePost).with("source", "bank").with("sig", "v1=00")
        let door = try Example.source("bank")
        #expect(try fields.entry(door: door).refused().code == .unauthorizedSource)
        #expect(try fields.entry().refused().code == .badSignature)
    }

    @Test func `of several fields the first in the table's order is reported, whatever the order sent`() throws {
        let wrong = ["id": "a b", "conversation": "c d", "role": "r", "channel": "f", "region": "q", "reply_to": "x y"]
        let tableOrder = ["id", "conversation", "role", "channel", "region", "reply_to"]
        for start in tableOrder.indices {
            let fields = tableOrder[start...].reversed().reduce(Example.fields(.messagePost)) { fields, name in
                fields.without(name).with(name, wrong[name] ?? "")
            }
            #expect(try fields.entry().refused().field == tableOrder[start])
        }
    }

    @Test func `of several badly encoded or too large fields the first in the table's order is reported`() throws {
        let sent = ["x-b", "text", "user", "id"]
        for bad in ["\u{0}", String(repeating: "a", count: 70_000)] {
            let fields = sent.reduce(Example.fields(.messagePost)) { $0.without($1).with($1, bad) }
            #expect(try fields.entry().refused().field == "id")
            let fewer = ["x-b", "text", "user"].reduce(Example.fields(.messagePost)) { $0.without($1).with($1, bad) }
            #expect(try fewer.entry().refused().field == "text")
        }
    }

    @Test func `of several missing fields the first in the table's order is reported`() throws {
        let all = Example.fields(.messagePost)
        for (index, name) in ["id", "source", "conversation", "role", "text"].enumerated() {
            let gone = ["id", "source", "conversation", "role", "text"][index...]
            #expect(try all.filter { !gone.contains($0.0) }.entry().refused().field == name)
        }
    }

    @Test func `unknown fields are reported in the order sent, repeated fields of one's own after known values`() throws
    {
        let fields = Example.fields(.messagePost)
        #expect(try (fields + [("b", "1"), ("a", "1")]).entry().refused().field == "b")
        let repeated = fields + [("x-a", "1"), ("x-a", "1")]
        #expect(try repeated.entry().refused().field == "x-a")
        #expect(try repeated.entry().refused().code == .badValue)
        #expect(try repeated.with("channel", "fax").entry().refused().field == "channel")
    }

    @Test func `names that are one in form C are repetitions`() throws {
        let fields = Example.fields(.messagePost) + [("x-\u{E9}", "1"), ("x-e\u{301}", "1")]
        #expect(try fields.entry().refused().code == .badValue)
    }
}
