import Contract
import TestKit
import Testing
import Webhooks

struct SignatureTests {
    private let time = Instant(microseconds: 1_614_265_330_999_999)

    @Test
    func `the example of Standard Webhooks is signed as its authors sign it`() throws {
        let secrets = SigningSecrets(try SigningSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
        let message = try WebhookMessage(
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            body: Array(#"{"test": 2432232314}"#.utf8)
        )
        let headers = secrets.headers(for: message, at: time)
        #expect(headers.map(\.name) == ["webhook-id", "webhook-timestamp", "webhook-signature"])
        #expect(
            headers.map(\.value) == [
                "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
            ]
        )
    }

    @Test
    func `Python's standard library makes the same signatures and secrets`() async throws {
        let old = "whsec_" + "b2xkIHNlY3JldCBvbGQgc2VjcmV0IG9sZCE="
        let file = "\(Receiver.secret)\n\n\(old)\r\n"
        let secrets = try SigningSecrets(file: Array(file.utf8))
        let body = #"{"text":"Où est mon annonce ? 🚲"}"#
        let message = try WebhookMessage(id: "0192-abc_D", body: Array(body.utf8))
        var expected: [String] = []
        for secret in [Receiver.secret, old] {
            expected.append(try await python("sign", secret, "0192-abc_D", "1614265330", body))
        }
        #expect(secrets.headers(for: message, at: time).last?.value == expected.joined(separator: " "))

        let derived = try SigningSecret(Receiver.secret).derived(for: "u-Zoë")
        let expectedSecret = try await python("derive", Receiver.secret, "u-Zoë")
        #expect(derived.text == expectedSecret)
        let ofDerived = try await python("sign", derived.text, "0192-abc_D", "1614265330", body)
        let first = secrets.derived(for: "u-Zoë").headers(for: message, at: time).last?.value.split(separator: " ")
            .first
        #expect(first.map(String.init) == ofDerived)
        #expect(try derived != SigningSecret(Receiver.secret).derived(for: "u-Zoe"))
    }

    @Test(arguments: [
        ("", SigningFault.empty), (" \n", .empty), ("whsec_", .wrongLength), ("whsec_c2hvcnQ=", .wrongLength),
        ("whsec_***", .notBase64), ("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS", .notBase64),
        (String(repeating: "QUFB", count: 22), .wrongLength), ("Bearer", .notBase64),
    ])
    func `a file without a proper secret is refused`(file: String, fault: SigningFault) {
        #expect(throws: fault) { try SigningSecrets(file: Array(file.utf8)) }
    }

    @Test
    func `a secret is not shown by accident`() throws {
        let secret = try SigningSecret(Receiver.secret)
        var dumped = ""
        dump(SigningSecrets(secret), to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] {
            #expect(!text.contains("MfKQ") && !text.contains("49, 242"))
        }
        #expect(secret.text == Receiver.secret)
    }

    @Test(arguments: ["", "a.b", "a b", "a\r\nx: y", "é", "a\0", String(repeating: "a", count: 129)])
    func `an id that could change what is signed or sent is refused`(id: String) {
        #expect(throws: WebhookMessageFault.id) { try WebhookMessage(id: id, body: []) }
    }

    @Test
    func `a body may be as long as the limit and no longer`() throws {
        let longest = [UInt8](repeating: 0x20, count: WebhookMessage.longestBody)
        #expect(try WebhookMessage(id: "a", body: longest).body.count == 65_536)
        #expect(throws: WebhookMessageFault.bodyTooLong) { try WebhookMessage(id: "a", body: longest + [0x20]) }
    }

    private func python(_ arguments: String...) async throws -> String {
        let output = try await RunningProgram.output(of: "python3", [Receiver.script("signatures.py")] + arguments)
        return output.split(separator: "\n").first.map(String.init) ?? ""
    }
}
