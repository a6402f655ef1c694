import Contract
import Testing

@testable import OperatorTool

@Suite struct ArgumentTests {
    @Test(arguments: [
        ["nonsense"], ["migrate", "--partitions", "0"], ["migrate", "--partitions", "1025"],
        ["migrate", "--partitions", "many"], ["policy"], ["policy", "check"], ["publish"],
        ["publish", "message.post", "text"], ["publish", "message.post", "=x"],
        ["publish", "message.post", "--timeout", "0"], ["publish", "message.post", "--door", "A B"],
        ["publish", "message.post", "type=case.open"], ["publish", "message.post", "id=a", "--id", "b"],
        ["publish", "message.post", "user=a", "user=b"],
        ["import"], ["import", "file.txt"], ["import", "file.csv", "--window", "0"],
        ["import", "file.csv", "--set", "x"],
        ["tail"], ["tail", "weather"], ["tail", "cases", "--door", "no such"], ["status", "--interval", "-1"],
        ["parked"], ["parked", "show", "router"], ["parked", "retry", "router"],
        ["parked", "retry", "router", "u-1", "--all"], ["parked", "discard", "router"],
        ["parked", "list", "--stage", "x"], ["parked", "list", "--limit=-1"], ["audit", "list", "--limit", "0"],
        ["rejected", "list", "--limit", "0"], ["rejected", "resubmit", "--source", "web", "--limit", "0"],
        ["rejected", "show"], ["rejected", "resubmit"], ["pause"], ["pause", "everything"], ["resume"],
        ["cases", "--kind", "no"], ["cases", "--tier", "P9"], ["cases", "--limit", "0"],
        ["triage", "why", ""], ["triage", "why", "x", "--channel", "pigeon"], ["triage", "train"],
        ["roles"], ["acl", "redis", "--source", "Not A Source"], ["acl", "redis", "--form", "xml"],
    ])
    func `a wrong command line ends with one line and status 64`(arguments: [String]) async {
        let run = await ToolRun(arguments, environment: [:])
        // A command that only groups others prints its help instead.
        guard !["policy", "parked", "roles"].contains(arguments.joined(separator: " ")) else {
            #expect(run.output.contains("USAGE"))
            return
        }
        #expect(run.status == 64)
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(run.errors.hasPrefix("saypro: "))
        #expect(run.output.isEmpty)
    }

    static let commands: [[String]] = [
        ["migrate"], ["policy", "check"], ["policy", "diff"], ["policy", "apply"], ["publish"], ["import"], ["tail"],
        ["status"], ["cases"], ["explain"], ["triage", "why"], ["triage", "test"], ["triage", "train"],
        ["triage", "models"], ["policy", "show"], ["policy", "history"], ["parked", "list"],
        ["parked", "show"], ["parked", "retry"], ["parked", "discard"],
        ["rejected", "list"], ["rejected", "show"], ["rejected", "resubmit"], ["pause"], ["resume"], ["doctor"],
        ["verify"], ["roles", "sql"], ["acl", "redis"], ["calendar", "due"], ["calendar", "elapsed"],
    ]

    @Test(arguments: commands)
    func `every command has help with an example, and answers in JSON`(command: [String]) async {
        let run = await ToolRun(command + ["--help"], environment: [:])
        #expect(run.status == 0)
        #expect(run.output.contains("Example"))
        #expect(run.output.contains("saypro \(command.joined(separator: " "))"))
        #expect(run.output.contains("--json"))
        #expect(run.errors.isEmpty)
    }

    @Test(arguments: ["bash", "zsh", "fish"])
    func `completion scripts are printed`(shell: String) async {
        let run = await ToolRun("--generate-completion-script", shell)
        #expect(run.status == 0)
        #expect(run.output.contains("saypro"))
    }

    @Test(arguments: [
        ("REDIS_URL", "http://x"), ("REDIS_URL", ""), ("DATABASE_URL", "mysql://x"), ("SAYPRO_PREFIX", "a b"),
        ("SAYPRO_SECRETS", "/nowhere/at/all"),
    ])
    func `a wrong setting ends with one line and status 78`(variable: String, value: String) async {
        let run = await ToolRun("status", environment: [variable: value])
        #expect(run.status == 78)
        #expect(run.errors.split(separator: "\n").count == 1)
        #expect(run.errors.contains(variable))
    }

    @Test func `a flag goes before the environment`() async {
        let run = await ToolRun("status", "--prefix", "not well formed", environment: ["SAYPRO_PREFIX": "fine"])
        #expect(run.status == 64)
        #expect(run.errors.contains("--prefix"))
    }

    @Test(arguments: [["status"], ["verify"], ["doctor"], ["migrate"], ["parked", "list"]])
    func `a server that is not there is status 69, for the doctor a finding`(command: [String]) async {
        let environment = [
            "REDIS_URL": "unix:///nowhere/redis.sock", "DATABASE_URL": "postgres:///saypro?host=/nowhere",
            "SAYPRO_CONNECT_TIMEOUT": "1",
        ]
        let run = await ToolRun(command, environment: environment)
        #expect(run.status == (command == ["doctor"] ? 1 : 69))
        if command != ["doctor"] { #expect(run.errors.split(separator: "\n").count == 1) }
    }
}
