import Contract
import Testing

@Suite struct `Events` {
    private let event = Event(
        topic: .cases,
        partition: 3,
        seq: 1042,
        type: "case.opened",
        version: 1,
        event: UUIDv7(high: 0x017F_22E2_79B0_7CC3, low: 0x98C4_DC0C_0C07_398F),
        time: Instant(microseconds: 1_772_352_000_123_456),
        conversation: ConversationID("u-42"),
        case: CaseID("c-1"),
        cause: "web-1",
        traceparent: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        fields: ["kind": "refund", "follows": "", "text": "a \"quoted\"\nline"]
    )

    @Test func `the fields of a stream's entry are in the contract's order`() {
        #expect(
            event.streamFields.map(\.0) == [
                "type", "v", "event", "time", "conversation", "case", "cause", "traceparent", "kind", "follows", "text",
            ]
        )
        #expect(event.streamFields[2].1 == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(event.streamFields[3].1 == "2026-03-01T08:00:00.123456Z")
    }

    @Test func `what is written is read as the same event`() throws {
        let read = try Event(topic: .cases, partition: 3, seq: 1042, streamFields: event.streamFields)
        #expect(read == event)
        let shuffled = try Event(topic: .cases, partition: 3, seq: 1042, streamFields: event.streamFields.reversed())
        #expect(shuffled.fields["kind"] == "refund")
        #expect(shuffled.event == event.event)
    }

    @Test func `empty common fields are left out and read as absent`() throws {
        let bare = Event(
            topic: .cases,
            partition: 0,
            seq: 1,
            type: "user.changed",
            version: 2,
            event: event.event,
            time: event.time,
            conversation: ConversationID("")
        )
        #expect(bare.streamFields.map(\.0) == ["type", "v", "event", "time"])
        let padded = bare.streamFields + [("conversation", ""), ("case", ""), ("cause", ""), ("traceparent", "")]
        let read = try Event(topic: .cases, partition: 0, seq: 1, streamFields: padded)
        #expect(read.conversation == nil)
        #expect(read.case == nil)
        #expect(read.traceparent == nil)
    }

    @Test(arguments: [
        ("type", ""), ("v", "one"), ("v", ""), ("event", "1"), ("time", "yesterday"),
    ])
    func `a wrong common field is an error that names it`(_ name: String, _ value: String) {
        let fields = event.streamFields.with(name, value)
        #expect(throws: MalformedEvent(field: name)) {
            try Event(topic: .cases, partition: 3, seq: 1, streamFields: fields)
        }
    }

    @Test(arguments: ["type", "v", "event", "time"])
    func `an absent field that every event has is an error`(_ name: String) {
        let fields = event.streamFields.without(name)
        #expect(throws: MalformedEvent(field: name)) {
            try Event(topic: .cases, partition: 3, seq: 1, streamFields: fields)
        }
    }

    @Test(arguments: ["type", "conversation", "kind"])
    func `a field that comes twice is an error`(_ name: String) {
        let fields = event.streamFields + [(name, "again")]
        #expect(throws: MalformedEvent(field: name)) {
            try Event(topic: .cases, partition: 3, seq: 1, streamFields: fields)
        }
    }
}
