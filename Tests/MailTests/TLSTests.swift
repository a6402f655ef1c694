import Foundation
import Mail
import TestKit
import Testing

/// Who is spoken to, and what is kept from others.
@Suite(.timeLimit(.minutes(3)))
struct TLSTests {
    static let account = MailServer.Credentials(user: "office", password: Array("pass wörd".utf8))

    @Test(arguments: [("tls", MailServer.Security.implicitTLS), ("starttls", .startTLS)])
    func `mail goes over TLS to a server that is trusted, with the account`(
        option: String,
        security: MailServer.Security
    ) async throws {
        let server = try await MailServerProcess.start([option, "auth"])
        let client = try server.client(security: security, credentials: Self.account)
        let outcomes = try await client.deliver((1...20).map { try Example.message(number: $0) })
        #expect(outcomes.allSatisfy { $0.isDelivered })
        let log = try server.log
        #expect(log.count == 20)
        #expect(log.allSatisfy { $0.tls == true && $0.account == "office" && $0.connection == 1 })
    }

    @Test(arguments: [("tls", MailServer.Security.implicitTLS), ("starttls", .startTLS)])
    func `a certificate that nobody trusts is refused`(option: String, security: MailServer.Security) async throws {
        let server = try await MailServerProcess.start([option])
        let outcome = try await server.client(security: security, trusting: false).deliver([Example.message()])[0]
        #expect(outcome.postponement?.cause == .insecure)
        #expect(outcome.postponement?.step == .connecting)
        #expect(try server.log.isEmpty)
    }

    @Test(arguments: [("tls", MailServer.Security.implicitTLS), ("starttls", .startTLS)])
    func `a certificate of another host is refused`(option: String, security: MailServer.Security) async throws {
        let server = try await MailServerProcess.start([option], certificateFor: "other.example.org")
        let outcome = try await server.client(security: security).deliver([Example.message()])[0]
        #expect(outcome.postponement?.cause == .insecure)
        #expect(try server.log.isEmpty)
    }

    @Test
    func `a server that does not offer the TLS that is required gets nothing`() async throws {
        let server = try await MailServerProcess.start()
        let client = try server.client(security: .startTLS, credentials: Self.account)
        let outcome = try await client.deliver([Example.message()])[0]
        #expect(outcome.postponement?.cause == .insecure)
        #expect(try server.log.isEmpty)
    }

    @Test
    func `a wrong password and a missing account are the account's fault, not the recipient's`() async throws {
        let server = try await MailServerProcess.start(["starttls", "auth"])
        let wrong = try #require(MailServer.Credentials(user: "office", password: Array("guess".utf8)))
        for credentials in [wrong, nil] {
            let client = try server.client(security: .startTLS, credentials: credentials)
            let outcome = try await client.deliver([Example.message()])[0]
            guard case .authentication = outcome.postponement?.cause else {
                Issue.record("\(outcome)")
                continue
            }
        }
        #expect(try server.log.isEmpty)
    }

    @Test
    func `a password never goes to another machine in clear, nor into a description`() throws {
        let account = try #require(Self.account)
        #expect(MailServer(host: "mail.example.org", port: 25, security: .none, credentials: account) == nil)
        #expect(MailServer(host: "mail.example.org", port: 25, security: .startTLS, credentials: account) != nil)
        #expect(MailServer(host: "127.0.0.1", port: 25, security: .none, credentials: account) != nil)
        for text in ["\(account)", String(reflecting: account), String(describing: [account])] {
            #expect(!text.contains("pass"))
        }
        var dumped = ""
        dump(account, to: &dumped)
        #expect(!dumped.contains("pass w"))
    }

    @Test
    func `an URL asks for TLS wherever the mail leaves the machine`() {
        #expect(MailServer.security(ofScheme: "smtps", host: "localhost") == .implicitTLS)
        #expect(MailServer.security(ofScheme: "smtp", host: "mail.example.org") == .startTLS)
        #expect(MailServer.security(ofScheme: "smtp", host: "127.0.0.1.example.org") == .startTLS)
        #expect(MailServer.security(ofScheme: "smtp", host: "localhost") == MailServer.Security.none)
        #expect(MailServer.security(ofScheme: "smtp", host: "127.0.0.53") == MailServer.Security.none)
        #expect(MailServer.security(ofScheme: "http", host: "localhost") == nil)
    }

    @Test(arguments: ["", "a b", "host/path", "host?x", "a@b", "host\r\nQUIT", "host\u{0}", "[::1]", "exämple.org"])
    func `a host that is no name or address is refused`(host: String) {
        #expect(MailServer(host: host, port: 25, security: .startTLS) == nil)
    }
}
