import Contract
import Ingest
import Pipeline
import Postgres
import Testing

/// What becomes of entries that are valid, allowed and new.
struct AcceptingTests {
    @Test
    func `a message becomes a row, a command and a receipt`() async throws {
        let house = try await IngestHouse.open()
        let more = [
            ("time", "2026-03-01T07:59:00Z"), ("channel", "web"), ("category", "listing"), ("tier", "P2"),
            ("campaign", "spring"), ("visibility", "public"), ("x-ref", "77"),
            ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        ]
        let outcome = try await house.handle([Entries.message("web-1", with: more)])
        let partition = house.partition(of: "u-42")

        let event = try #require(outcome.events.first)
        #expect(outcome.events.count == 1)
        #expect(event.type == "message.post")
        #expect(event.partition == partition)
        #expect(event.time == Instant(rfc3339: "2026-03-01T07:59:00Z"))
        #expect(event.conversation == ConversationID("u-42"))
        #expect(event.cause == "inbound:{\(partition)}/\(Entries.arrival)-0")
        #expect(event.traceparent == "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
        #expect(event.fields["source"] == "web")
        #expect(event.fields["id"] == "web-1")
        #expect(event.fields["x-ref"] == "77")
        #expect(event.fields["message_no"] == "1")
        #expect(event.fields["backfill"] == nil)
        #expect(event.fields["conversation"] == nil)
        let message = try #require(event.fields["message"])

        let row = try await house.column(
            """
            SELECT concat_ws('|', source, id, message, message_no, conversation, role, author, text, channel, category,
                             tier, campaign, visibility, extra, time = '2026-03-01T07:59:00Z', language)
            FROM ingest.messages WHERE partition = \(partition)
            """
        )
        let fields = "u-42|user|u-42|My advert is gone|web|listing|P2|spring|public|{\"x-ref\":\"77\"}|t"
        #expect(row == ["web|web-1|\(message)|1|\(fields)"])

        let receipt = try #require(outcome.receipts.first)
        #expect(receipt.stream == "test:receipts:{\(partition)}")
        #expect(receipt.options == ["MAXLEN", "~", "10000"])
        let expected = [
            "source": "web", "id": "web-1", "status": "accepted", "message": message, "conversation": "u-42",
        ]
        #expect(receipt.fields == expected)
    }

    @Test
    func `messages of many conversations are numbered without gaps over many batches`() async throws {
        let house = try await IngestHouse.open()
        for batch in 0..<10 {
            let entries = (0..<40).map { place in
                let conversation = "c-\(place % 7)"
                // Every third id is one of the batch before.
                let id = place % 3 == 0 && batch > 0 ? "\(batch - 1)-\(place)" : "\(batch)-\(place)"
                return Entries.message(id, conversation: conversation, user: conversation)
            }
            try await house.handle(entries, ms: Entries.arrival + UInt64(batch) * 60_000)
        }
        let gaps = try await house.column(
            """
            SELECT m.conversation FROM ingest.messages AS m JOIN ingest.conversations AS c USING (partition, conversation)
            GROUP BY m.conversation, c.last_no
            HAVING min(message_no) <> 1 OR max(message_no) <> count(*) OR c.last_no <> count(*)
            """
        )
        #expect(gaps == [])
        #expect(try await house.count("ingest.messages") > 200)
        let ids = try await house.count("ingest.ids")
        #expect(try await house.count("ingest.messages") == ids)
    }

    @Test
    func `commands other than messages are events without number or row`() async throws {
        let house = try await IngestHouse.open()
        let user = [("type", "user.put"), ("id", "p-1"), ("source", "console"), ("user", "u-1"), ("name", "Thandi")]
        let partition = house.partition(of: "u-1")
        let outcome = try await house.handle([Entries.input(Entries.entry(user, partition: partition))])
        let event = try #require(outcome.events.first)
        #expect(event.type == "user.put")
        #expect(event.conversation == nil)
        #expect(event.fields["message"] == nil)
        #expect(event.fields["name"] == "Thandi")
        #expect(try await house.count("ingest.messages") == 0)
        #expect(try await house.count("ingest.ids") == 1)
        #expect(outcome.receipts.first?.stream == "test:receipts:{\(partition)}")
    }

    @Test
    func `history is accepted with its own time and flagged`() async throws {
        let house = try await IngestHouse.open()
        var fields = Entries.message("old", with: [("time", "2024-01-01T10:00:00Z")])
        fields[2].1 = "import"
        let recent = fields.map {
            $0.0 == "time" ? ("time", "2026-03-01T07:00:00Z") : $0.0 == "id" ? ("id", "new") : $0
        }
        let outcome = try await house.handle([fields, recent])
        #expect(outcome.events.map { $0.fields["backfill"] } == ["true", nil])
        #expect(outcome.events.first?.time == Instant(rfc3339: "2024-01-01T10:00:00Z"))
        let times = try await house.column("SELECT (time < accepted_at)::text FROM ingest.messages ORDER BY message_no")
        #expect(times == ["true", "true"])
    }

    @Test
    func `text is stored in normal form C`() async throws {
        let house = try await IngestHouse.open()
        let outcome = try await house.handle([Entries.message("a", text: "caf\u{65}\u{301}")])
        #expect(outcome.events.first?.fields["text"]?.unicodeScalars.count == 4)
        #expect(try await house.column("SELECT (text = U&'caf\\00E9')::text FROM ingest.messages") == ["true"])
    }

    @Test
    func `everything that a message may say is stored in its column`() async throws {
        let house = try await IngestHouse.open()
        let attachments = #"[{"url":"https://a.example/x.png","name":"x","type":"image/png","size":3}]"#
        var fields = Entries.message(
            "a",
            with: [
                ("language", "en-ZA"), ("region", "ZA"), ("template", "welcome"), ("template_edited", "true"),
                ("attachments", attachments), ("reply_to", "m-1"),
            ]
        )
        fields[2].1 = "console"
        fields[4].1 = "admin"
        fields[5] = ("admin", "a-7")
        let plain = Entries.message("b")
        let bot = Entries.message("c").map { $0.0 == "role" ? ("role", "bot") : $0.0 == "user" ? ("bot", "b-1") : $0 }
        let outcome = try await house.handle([plain, fields, bot, Entries.message("d")])
        #expect(outcome.statuses == ["accepted", "accepted", "accepted", "accepted"])
        let rows = try await house.column(
            """
            SELECT concat_ws('|', id, role, author, language, region, template, template_edited, attachments, reply_to)
            FROM ingest.messages ORDER BY message_no
            """
        )
        let expected = [
            "b|user|u-42", "a|admin|a-7|en-ZA|ZA|welcome|true|\(attachments)|m-1", "c|bot|b-1", "d|user|u-42",
        ]
        #expect(rows == expected)
    }
}
