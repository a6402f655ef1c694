import Contract
import Testing

@Suite struct `Accepted entries` {
    @Test(arguments: CommandType.allCases)
    func `the least entry of each type is accepted`(_ type: CommandType) throws {
        let submission = try Example.fields(type).entry().accepted()
        #expect(submission.type == type)
        #expect(submission.source.rawValue == "web")
        #expect(submission.id == "web-1")
        #expect(submission.time == Example.arrival)
        #expect(!submission.isBackfill)
        #expect(submission.conversation?.rawValue == (type.isDirectory ? nil : "u-42"))
        let own = Example.fields(type).filter { !["type", "conversation"].contains($0.0) }
        #expect(Set(submission.fields.map(\.name)) == Set(own.map(\.0)))
    }

    @Test func `blanks around the members of a list go no further`() throws {
        let lists = [("languages", " en , fr"), ("skills", "payments, two words ,listings"), ("regions", "ZA")]
        let fields = lists.reduce(Example.fields(.adminPut)) { $0.with($1.0, $1.1) }
        let submission = try fields.entry().accepted()
        #expect(submission.fields["languages"] == "en,fr")
        #expect(submission.fields["skills"] == "payments,two words,listings")
        #expect(submission.fields["regions"] == "ZA")
    }

    static let full: [(CommandType, [(String, String)])] = [
        (
            .messagePost,
            [
                ("channel", "in_app"), ("language", "zu-ZA"), ("region", "ZA"), ("category", "listing problem"),
                ("tier", "P1"), ("campaign", "spring"), ("template", "hello"), ("template_edited", "true"),
                ("visibility", "public"), ("reply_to", "web-0"),
                (
                    "attachments",
                    #"[{"url":"https://cdn.example/a%20b.png?x=1","name":"a b.png","type":"image/svg+xml","size":0}]"#
                ),
            ]
        ),
        (.messagePost, [("role", "admin"), ("admin", "ann"), ("visibility", "private")]),
        (
            .caseOpen,
            [
                ("counterparty", "u-77"), ("amount", "149.99"), ("currency", "ZAR"), ("eta", "2026-03-05T00:00:00Z"),
                ("logs", #" [{"at": 1e3, "line": "\ud83d\ude00"}, null, -0.5, true] "#), ("text", "one\n\ttwo"),
            ]
        ),
        (.caseUpdate, [("stage", "mediation"), ("eta", "2026-03-05T00:00:00-00:00"), ("reason", "r"), ("text", "t")]),
        (
            .caseResolve,
            [
                ("outcome", "rejected"), ("reason", "blurred"), ("next_steps", "Send it again"), ("silent", "true"),
                ("root_cause", "x"), ("article", "y"), ("in_favour_of", "user"), ("impact", "z"), ("no_survey", "q"),
            ]
        ),
        (.caseResolve, [("outcome", "upheld"), ("reason", "fair")]),
        (.caseAssign, [("team", "payments"), ("reason", "skill")]),
        (.caseEscalate, [("note", "please")]),
        (.caseWait, [("until", "2026-03-05T00:00:00Z"), ("for", "third_party")]),
        (
            .surveyAnswer,
            [
                ("rating", "10"), ("scale", "10"), ("ease_of_use", "9"), ("response_time", "8"), ("helpfulness", "7"),
                ("clarity", "6"), ("comment", "Good"), ("suggestion", "None"),
            ]
        ),
        (
            .userPut,
            [
                ("name", "Lerato M."), ("email", "lerato+ads@mail.example.org"), ("language", "en"), ("region", "ZA"),
                ("timezone", "Africa/Johannesburg"), ("verified", "false"), ("channels", "in_app,email"),
                ("webhook", "https://[2001:db8::1]:8443/hook"), ("active_listings", "0"),
            ]
        ),
        (.userErase, [("reason", "asked")]),
        (
            .adminPut,
            [
                ("name", "Thandi"), ("email", "thandi@example.org"), ("team", "front"), ("languages", "en,zu,xh"),
                ("regions", "ZA,NA"), ("skills", "payments,fraud"), ("capacity", "8"), ("calendar", "office"),
                ("senior", "true"), ("active", "true"),
            ]
        ),
        (.usagePut, [("campaign", "spring"), ("reach", "250000")]),
        (.mailBounce, [("encoding", "base64")]),
    ]

    @Test(arguments: full.indices)
    func `an entry with all optional fields is accepted and they are passed on in the table's order`(
        _ index: Int
    ) throws {
        let (type, optional) = Self.full[index]
        let fields = optional.reduce(Example.fields(type)) { $0.with($1.0, $1.1) }
        let submission = try fields.reversed().entry().accepted()
        for (name, value) in optional {
            #expect(submission.fields[name] == value)
        }
        let order = type.fields.map(\.name.text).filter { name in submission.fields.contains { $0.name == name } }
        #expect(submission.fields.map(\.name) == order)
    }

    @Test(arguments: ["user", "admin", "bot"])
    func `a message of each role is accepted`(_ role: String) throws {
        let fields = Example.fields(.messagePost).with("role", role).with(role, "someone")
        #expect(try fields.entry().accepted().fields[role] == "someone")
    }

    @Test(arguments: [CommandType.caseUpdate, .caseResolve, .caseSpam])
    func `a service may stand for an admin`(_ type: CommandType) throws {
        let fields = Example.fields(type).without("admin").with("service", "true")
        #expect(try fields.entry().accepted().fields["service"] == "true")
    }

    @Test func `an assignment may name a team alone`() throws {
        _ = try Example.fields(.caseAssign).without("to").with("team", "front").entry().accepted()
    }

    @Test(arguments: ["ease_of_use", "response_time", "helpfulness", "clarity", "comment", "suggestion"])
    func `any one answer makes a survey answer`(_ name: String) throws {
        _ = try Example.fields(.surveyAnswer).without("rating").with(name, "5").entry().accepted()
    }

    @Test func `fields of one's own are kept, sorted by name, behind the others`() throws {
        let fields = [("x-zone", "b"), ("x-Ärger", "c"), ("x-a", "")] + Example.fields(.messagePost)
        let submission = try fields.entry().accepted()
        #expect(submission.fields.suffix(3).map(\.name) == ["x-a", "x-zone", "x-Ärger"])
        #expect(submission.fields["x-a"] == "")
    }

    @Test func `an empty optional field is as good as absent`() throws {
        let bare = try Example.fields(.messagePost).entry().accepted()
        let empty = try Example.fields(.messagePost).with("campaign", "").with("time", "").entry().accepted()
        #expect(empty == bare)
    }

    @Test func `limits are inclusive`() throws {
        let text = String(repeating: "é", count: 8192)
        let id = String(repeating: "i", count: 128)
        let fields = Example.fields(.messagePost).with("text", text).with("id", id)
        let sent = fields.reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count }
        let filled = fields + (fields.count..<63).map { ("x-\($0)", "") }
        let size = filled.reduce(0) { $0 + $1.0.utf8.count + $1.1.utf8.count }
        #expect(sent < size)
        let last = ("x-fill", String(repeating: "f", count: 65_536 - size - 6))
        #expect(try (filled + [last]).entry().accepted().id == id)
    }

    @Test func `directory types are placed by their user or admin, usage in partition zero`() throws {
        #expect(try Example.fields(.userPut).entry().accepted().partitionKey == "u-42")
        #expect(try Example.fields(.userErase).entry().accepted().partitionKey == "u-42")
        #expect(try Example.fields(.adminPut).entry().accepted().partitionKey == "thandi")
        #expect(try Example.fields(.adminPresence).entry().accepted().partitionKey == "thandi")
        #expect(try Example.fields(.usagePut).entry().accepted().partitionKey == "")
        #expect(try Example.fields(.caseMerge).entry().accepted().partitionKey == "u-42")
    }

    @Test func `a directory entry may name a conversation, which decides nothing`() throws {
        let submission = try Example.fields(.userPut).with("conversation", "u-9").entry().accepted()
        #expect(submission.conversation == nil)
        #expect(submission.partitionKey == "u-42")
        #expect(submission.fields["conversation"] == nil)
    }

    @Test func `texts and ids are normalised to form C`() throws {
        let fields = Example.fields(.messagePost).with("text", "Cafe\u{301} A\u{30A}").with("conversation", "e\u{301}")
            .with("x-cafe\u{301}", "n\u{303}")
        let submission = try fields.entry().accepted()
        #expect(Array((submission.fields["text"] ?? "").utf8) == Array("Caf\u{E9} \u{C5}".utf8))
        #expect(Array(submission.partitionKey.utf8) == Array("\u{E9}".utf8))
        #expect(submission.fields.last.map { Array($0.name.utf8) } == Array("x-caf\u{E9}".utf8))
        #expect(submission.fields.last.map { Array($0.value.utf8) } == Array("\u{F1}".utf8))
    }
}
