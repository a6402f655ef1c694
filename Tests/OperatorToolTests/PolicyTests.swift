import Contract
import Policy
import TestKit
import Testing

@testable import OperatorTool

@Suite struct PolicyCommandTests {
    private static let sound = """
        version: 1
        sources:
          web: { publish: [message.post] }

        """

    @Test func `a sound file has no fault, a wrong one has each with its line`() async throws {
        let folder = try Folder()
        let sound = try folder.file("sound.yaml", Self.sound)
        #expect(await ToolRun("policy", "check", sound).status == 0)
        let wrong = try folder.file("wrong.yaml", Self.sound + "  app: { publish: [no.such] }\nweather: fine\n")
        let run = await ToolRun("policy", "check", wrong)
        #expect(run.status == 1)
        #expect(run.lines.count >= 2)
        #expect(run.lines.allSatisfy { $0.hasPrefix("\(wrong):") })
        let json = await ToolRun("policy", "check", wrong, "--json")
        #expect(json.json["faults"]?.elements.count == run.lines.count)
        #expect(await ToolRun("policy", "check", "/nowhere.yaml").status == 1)
    }

    @Test func `applying makes a version, applying the same again does not, and a faulty file changes nothing`()
        async throws
    {
        let premises = try await Premises()
        let folder = try Folder()
        let file = try folder.file("policy.yaml", Self.sound)
        #expect(await premises.saypro("policy", "apply", file).output == "version 2 holds now\n")
        #expect(await premises.saypro("policy", "apply", file).output.contains("nothing to do"))
        #expect(await premises.saypro("policy", "diff", file).output.contains("the same as version 2"))

        let changed = try folder.file("changed.yaml", Self.sound + "  app: { publish: [case.open] }\n")
        let diff = await premises.saypro("policy", "diff", changed)
        #expect(
            diff.lines.dropFirst() == ["sources", "  sources.app is new", "open work", "  none that this is about"]
        )
        let comment = try folder.file("comment.yaml", "# The same, with a comment.\n" + Self.sound)
        #expect(
            await premises.saypro("policy", "diff", comment).output.contains("in other words the same as version 2")
        )
        #expect(await premises.saypro("policy", "show").output.contains(Self.sound))
        #expect(await premises.saypro("policy", "show", "1", "--json").json["version"] == 1)
        #expect(await premises.saypro("policy", "show", "0").output.contains("sources:"))
        #expect(await premises.saypro("policy", "show", "9").errors.contains("there is no version 9 of the policy"))
        let history = await premises.saypro("policy", "history")
        #expect(history.lines.count == 3)
        #expect(history.lines[1].hasPrefix("      2  "))
        let faulty = try folder.file("faulty.yaml", "version: 1\nsources: nothing\n")
        #expect(await premises.saypro("policy", "apply", faulty).status == 1)
        #expect(try await premises.value("SELECT count(*) FROM policy.versions") == "2")
        #expect(try await premises.value("SELECT count(*) FROM pipeline.audit WHERE action = 'policy.apply'") == "2")
    }
}
