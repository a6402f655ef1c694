import Testing

@testable import Redis

struct CommandTests {
    static let table: [(Command, String)] = [
        (["PING"], "*1\r\n$4\r\nPING\r\n"),
        (["SET", "key", ""], "*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$0\r\n\r\n"),
        (["SET", "é", "a\r\nb\0c"], "*3\r\n$3\r\nSET\r\n$2\r\né\r\n$6\r\na\r\nb\0c\r\n"),
        (
            Command(["MGET"] + (0..<11).map(String.init)),
            "*12\r\n$4\r\nMGET\r\n" + (0..<11).map { "$\("\($0)".utf8.count)\r\n\($0)\r\n" }.joined()
        ),
        (
            ["GET", String(repeating: "x", count: 1234)],
            "*2\r\n$3\r\nGET\r\n$1234\r\n\(String(repeating: "x", count: 1234))\r\n"
        ),
    ]

    @Test(arguments: table)
    func `a command is encoded with the length of every argument`(command: Command, expected: String) {
        var bytes: [UInt8] = []
        command.encode(into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
    }

    @Test func `arguments may be appended as text and as bytes`() {
        var command: Command = ["SET"]
        command.reserve(arguments: 2, bytes: 5)
        command.append("key")
        command.append(bytes: [0xFF, 0x00])
        var bytes: [UInt8] = []
        command.encode(into: &bytes)
        #expect(bytes == Array("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$2\r\n".utf8) + [0xFF, 0x00, 13, 10])
        #expect(command.count == 3)
    }
}

struct RedisFailureTests {
    static let table: [(text: String, code: String, message: String)] = [
        ("ERR syntax error", "ERR", "ERR syntax error"),
        ("OOM", "OOM", "OOM"),
        ("", "", ""),
        (
            "ERR unknown command 'FOO', with args beginning with: 'what somebody wrote' ", "ERR",
            "ERR unknown command 'FOO'"
        ),
    ]

    @Test(arguments: table)
    func `the code is the first word, and arguments are not repeated`(text: String, code: String, message: String) {
        let failure = RedisFailure(text)
        #expect(failure.code == code)
        #expect(failure.message == message)
    }
}
