import Contract
import Testing

@testable import OperatorTool

@Suite struct TriageCommandTests {
    @Test func `a message's category is told with the words that decided`() async throws {
        let text = "I was charged twice for my advert, please pay one back"
        let run = await ToolRun("triage", "why", text, "--offline", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.json["category"]?.text != nil)
        #expect(run.json["language"]?["tag"]?.text == "en")
        #expect(run.json["reasons"]?.elements.isEmpty == false)
        let words = await ToolRun("triage", "why", text, "--offline")
        #expect(words.lines.first?.hasPrefix("category  ") == true)
        #expect(words.lines.contains { $0.hasPrefix("language  en") })
    }

    @Test func `a file of messages is judged`() async throws {
        let folder = try Folder()
        let text = "category\ttext\nlogin_issue\tI cannot log in, I forgot my password\nrefund\tI want my money back\n"
        let file = try folder.file("messages.tsv", text)
        let run = await ToolRun("triage", "test", file, "--offline", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.json["messages"]?.integer == 2)
        #expect(run.json["categories"]?.elements.count == 2)
    }

    @Test(arguments: [("empty.tsv", ""), ("wrong.tsv", "a\tb\nc\td\n")])
    func `a file that is no file of messages is a clear error`(name: String, text: String) async throws {
        let folder = try Folder()
        let run = await ToolRun("triage", "test", try folder.file(name, text), "--offline")
        #expect(run.status == 1)
        #expect(run.errors.contains(name))
    }

    /// Messages of two categories, told apart by their words, in many wordings.
    private static func lessons(_ categories: [String], each: Int) -> String {
        let words = ["refund": "money back refund please", "login_issue": "password login forgotten locked"]
        let rows = categories.flatMap { category in
            (0..<each).map { "\(category)\tnumber \($0) says \(words[category] ?? category) \($0 * 7)" }
        }
        return (["category\ttext"] + rows).joined(separator: "\n") + "\n"
    }

    @Test func `a model is trained, measured, stored and in force`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try folder.file("march.tsv", Self.lessons(["refund", "login_issue"], each: 60))
        let dry = await premises.saypro("triage", "train", file, "--dry-run", "--json")
        #expect(dry.status == 0, "\(dry.errors)")
        #expect(dry.json["version"] == .null)
        #expect(await premises.saypro("triage", "models").output.contains("version 0"))

        let run = await premises.saypro("triage", "train", file, "--note", "March", "--json")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.errors.contains("measuring: learning from "))
        #expect(run.json["version"] == 1)
        #expect(run.json["accuracy"] == dry.json["accuracy"])
        #expect(run.json["accuracy"]?.description == "1.0")
        #expect(run.json["forgotten"]?.elements.contains("listing_rejected") != nil)

        let models = await premises.saypro("triage", "models", "--json").json.elements
        #expect(models.count == 1)
        #expect(models.first?["note"] == "March")
        #expect(models.first?["examples"] == 120)
        #expect(try await premises.value("SELECT count(*) FROM pipeline.audit WHERE action = 'triage.train'") == "1")
        let why = await premises.saypro("triage", "why", "I forgot my password and cannot login", "--json")
        #expect(why.status == 0, "\(why.errors)")
        #expect(why.json["category"] == "login_issue")
        #expect(why.json["model"] == "1")
    }

    @Test(arguments: [
        (["refund", "no_such_thing"], 60, "no category no_such_thing"), (["refund", "login_issue"], 20, "too few"),
        (["refund"], 200, "too few"),
    ])
    func `what nothing can be learned from is refused with the reason`(
        categories: [String],
        each: Int,
        sentence: String
    ) async throws {
        let folder = try Folder()
        let file = try folder.file("march.tsv", Self.lessons(categories, each: each))
        let premises = try await Premises()
        let run = await premises.saypro("triage", "train", file)
        #expect(run.status == 1)
        #expect(run.errors.contains(sentence), "\(run.errors)")
        #expect(try await premises.value("SELECT count(*) FROM router.triage_models") == "0")
    }

    @Test func `a message is judged by the policy's rules before the model`() async throws {
        let premises = try await Premises()
        let folder = try Folder()
        let policy = """
            version: 1
            sources:
              web: { publish: [message.post] }
            categories:
              refund: { title: Refund }
              login_issue: { title: Login }
            triage:
              confidence: 70%
              rules:
                court: { when: { words: { en: [my lawyer] } }, category: refund, tier: P1 }
              screening: { spam: 95%, suspect: 70%, blocked_users: [u-bad] }
            """
        let applied = await premises.saypro("policy", "apply", try folder.file("policy.yaml", policy))
        #expect(applied.status == 0, "\(applied.output)\(applied.errors)")
        let run = await premises.saypro("triage", "why", "My lawyer will hear of my password", "--user", "u-bad")
        #expect(run.status == 0, "\(run.errors)")
        #expect(run.lines.first == "category  refund  by rule court")
        #expect(run.lines.contains("tier      P1  by rule court"))
        #expect(run.output.contains("spam: by the blocked user"))
        #expect(run.lines.last == "by        model 0 (built in), policy version 2")
    }

    @Test func `without the database the tool says how to go on`() async {
        let environment = ["DATABASE_URL": "postgres://127.0.0.1:1/none", "SAYPRO_CONNECT_TIMEOUT": "1"]
        let run = await ToolRun("triage", "why", "I forgot my password", environment: environment)
        #expect(run.status == 69)
        #expect(run.errors.contains("--offline"))
    }
}
