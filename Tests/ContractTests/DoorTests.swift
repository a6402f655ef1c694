import Contract
import Testing

@Suite struct `Doors and rights` {
    @Test func `on a private door the source is the door's`() throws {
        let door = try Example.source("app")
        let bare = try Example.fields(.messagePost).without("source").entry(door: door).accepted()
        #expect(bare.source == door)
        #expect(bare.fields["source"] == "app")
        let named = try Example.fields(.messagePost).with("source", "app").entry(door: door).accepted()
        #expect(named == bare)
    }

    @Test(arguments: ["web", "nobody", "partner"])
    func `a source that differs from the door's is refused`(_ source: String) throws {
        let rejection = try Example.fields(.messagePost).with("source", source)
            .entry(door: try Example.source("app")).refused()
        #expect(rejection.code == .unauthorizedSource)
        #expect(rejection.field == "source")
    }

    @Test func `a source with a private door may not use the shared one, nor the other way round`() throws {
        let toShared = try Example.fields(.messagePost).with("source", "app").entry().refused()
        #expect(toShared.code == .unauthorizedSource)
        let web = try Example.source("web")
        #expect(try Example.fields(.messagePost).entry(door: web).refused().code == .unauthorizedSource)
        let nobody = try Example.source("nobody")
        let stranger = try Example.fields(.messagePost).with("source", "nobody").entry(door: nobody).refused()
        #expect(stranger.code == .unauthorizedSource)
    }

    @Test func `when the shared door is closed only private doors are open`() throws {
        let shared = try Example.fields(.messagePost).entry().refused(sharedDoorOpen: false)
        #expect(shared.code == .unauthorizedSource)
        #expect(shared.field == "source")
        let app = try Example.source("app")
        let privately = try Example.fields(.messagePost).with("source", "app").entry(door: app)
            .judged(sharedDoorOpen: false)
        #expect(throws: Never.self) { try privately.get() }
    }

    @Test func `patterns of types grant what they cover and nothing else`() {
        let rights = SourceRights(publish: ["message.post", "admin.*"])
        let granted = CommandType.allCases.filter { rights.mayPublish($0) }
        #expect(granted == [.messagePost, .adminPut, .adminPresence])
        #expect(CommandType.allCases.allSatisfy { SourceRights(publish: ["*"]).mayPublish($0) })
        #expect(!CommandType.allCases.contains { SourceRights(publish: ["case", "*.put", ""]).mayPublish($0) })
    }

    @Test func `a signed entry is accepted at a private door with the right signature only`() throws {
        let door = try Example.source("partner")
        let fields = Example.fields(.caseOpen).with("source", "partner")
        let signed = fields.with("sig", Signature.sign(fields, key: Example.key))
        #expect(try signed.entry(door: door).accepted().fields["sig"] == nil)
        for changed in [fields, signed.with("user", "u-43"), signed.with("x-a", ""), signed.without("subject")] {
            let rejection = try changed.with("subject", "order-8").entry(door: door).refused()
            #expect(rejection.code == .badSignature)
            #expect(rejection.field == "sig")
        }
        #expect(try signed.reversed().entry(door: door).accepted().source == door)
    }

    @Test func `a signature of a source that has no key does not matter`() throws {
        let plain = try Example.fields(.messagePost).entry().accepted()
        #expect(try Example.fields(.messagePost).with("sig", "whatever").entry().accepted() == plain)
    }

    @Test func `a signature covers the bytes as sent, not as normalised`() throws {
        let fields = Example.fields(.messagePost).with("source", "bank").with("text", "e\u{301}")
        let signed = fields.with("sig", Signature.sign(fields, key: Example.key))
        #expect(try signed.entry().accepted().fields["text"] == "\u{E9}")
        let normalised = fields.with("text", "\u{E9}")
        let wrong = fields.with("sig", Signature.sign(normalised, key: Example.key))
        #expect(try wrong.entry().refused().code == .badSignature)
    }

    @Test func `backfill and unlimited sources are exempt from the rate limit`() throws {
        let slow = RateLimit(perMinute: 5, burst: 7)
        let rules = InboundRules(sources: [
            try Example.source("a"): SourceRights(publish: ["*"], backfill: true),
            try Example.source("b"): SourceRights(publish: ["*"], unlimited: true),
            try Example.source("c"): SourceRights(publish: ["*"], rate: slow),
            try Example.source("d"): SourceRights(publish: ["*"], door: .private),
        ])
        #expect(rules.rateLimit(of: try Example.source("a")) == nil)
        #expect(rules.rateLimit(of: try Example.source("b")) == nil)
        #expect(rules.rateLimit(of: try Example.source("c")) == slow)
        #expect(rules.rateLimit(of: try Example.source("d")) == RateLimit(perMinute: 60, burst: 120))
        #expect(rules.privateDoors.map(\.rawValue) == ["d"])
    }

    @Test func `what an entry claims is known even if it is refused`() throws {
        let fields = Example.fields(.messagePost).without("text")
        #expect(fields.entry().claims.source?.rawValue == "web")
        #expect(fields.entry().claims.id == "web-1")
        #expect(fields.entry().claims.conversation?.rawValue == "u-42")
        #expect(fields.entry(door: try Example.source("app")).claims.source?.rawValue == "app")
        let wrong = fields.with("source", "W").with("id", "a b").with(
            "conversation",
            String(repeating: "c", count: 129)
        )
        #expect(wrong.entry().claims == InboundEntry.Claims(source: nil, id: nil, conversation: nil))
    }
}
