import Contract
import Testing

@testable import OperatorTool

/// What a user's receiver of webhooks is set up with.
@Suite struct WebhookSecretTests {
    private static let newest = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    private static let older = "whsec_AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="
    /// By Python: base64(hmac(key=bytes(range(32)), b"saypro webhook\0u-42", "sha256")).
    private static let derived = "whsec_g9ABIFfaz/6unnEZeBcLOmOyelj4Z+T3lISqj1fr18Q="

    @Test func `a user's secret is derived from the newest as the README says`() async throws {
        let folder = try Folder()
        _ = try folder.file("webhook", "\(Self.newest)\n\(Self.older)\n")
        let run = await ToolRun("notices", "secret", "u-42", "--secrets", folder.path)
        #expect(run.status == 0)
        #expect(run.output == "\(Self.derived)\n")
        let other = await ToolRun("notices", "secret", "u-43", "--json", "--secrets", folder.path)
        #expect(other.json["user"] == "u-43")
        #expect(other.json["secret"] != .string(Self.derived))
    }

    @Test(arguments: [nil, "hello\n"])
    func `what is no secret is not repeated`(_ text: String?) async throws {
        let folder = try Folder()
        if let text { _ = try folder.file("webhook", text) }
        let run = await ToolRun("notices", "secret", "u-42", "--secrets", folder.path)
        #expect(run.status == 78)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("webhook") && !run.errors.contains("hello"), "\(run.errors)")
    }
}
