import Contract
import Policy
import Testing

@Suite struct `The policy file` {
    @Test func `sources are read with their rights`() throws {
        let document = try Document(
            yaml: """
                version: 1
                sources:
                  web:     { publish: [message.post, case.open] }
                  console: { publish: ["message.post", "case.*"], rate: { per_minute: 30 } }
                  import:  { publish: ["*"], backfill: true, unlimited: true }
                  bank:
                    publish: [case.open]
                    door: private
                    key: bank-key
                    rate: { per_minute: 10, burst: 15 }
                  shared_door: closed
                """
        )
        #expect(document.version == 1)
        #expect(!document.sharedDoorOpen)
        #expect(
            document.sources == [
                try source("web"): SourceRights(publish: ["message.post", "case.open"]),
                try source("console"): SourceRights(
                    publish: ["message.post", "case.*"],
                    rate: RateLimit(perMinute: 30, burst: 60)
                ),
                try source("import"): SourceRights(publish: ["*"], backfill: true, unlimited: true),
                try source("bank"): SourceRights(
                    publish: ["case.open"],
                    door: .private,
                    key: "bank-key",
                    rate: RateLimit(perMinute: 10, burst: 15)
                ),
            ]
        )
    }

    @Test func `rules have the keys that could be read`() throws {
        let document = try Document(
            yaml: """
                version: 1
                sources:
                  a: { publish: ["*"], key: one }
                  b: { publish: ["*"], key: two }
                  c: { publish: ["*"], key: one }
                  d: { publish: ["*"] }
                """
        )
        #expect(document.keyNames == ["one", "two"])
        let rules = document.inboundRules(keys: ["one": [1, 2], "three": [3]])
        #expect(rules.keys == [try source("a"): [1, 2], try source("c"): [1, 2]])
        #expect(rules.sources == document.sources)
        #expect(rules.sharedDoorOpen)
    }

    @Test func `the default policy lets an unsigned shared source publish each type`() throws {
        let document = try Document(yaml: DefaultPolicy.yaml)
        #expect(document.sharedDoorOpen)
        for type in CommandType.allCases {
            let rights = document.sources.values.filter { $0.door == .shared && $0.key == nil && !$0.backfill }
            #expect(rights.contains { $0.mayPublish(type) }, "\(type.rawValue)")
        }
        let history = try #require(document.sources[try source("import")])
        #expect(history.backfill && history.unlimited && history.publish == ["*"])
        let partner = try #require(document.sources[try source("partner")])
        #expect(partner.door == .private && partner.key == "partner")
        #expect(document.inboundRules(keys: [:]).rateLimit(of: try source("bench")) == nil)
    }

    private func source(_ name: String) throws -> SourceID {
        try #require(SourceID(name))
    }
}
