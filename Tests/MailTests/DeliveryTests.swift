import Foundation
import Mail
import TestKit
import Testing

/// Deliveries to a real server, and how each outcome is told from the others.
@Suite(.timeLimit(.minutes(3)))
struct DeliveryTests {
    @Test
    func `a message arrives as it was composed`() async throws {
        let server = try await MailServerProcess.start()
        var message = try Example.message(text: ".\n..\n.leading\nend\n.\n")
        message.returnPath = try Example.address("bounces@example.org")
        let outcome = try await server.client().deliver([message])
        #expect(outcome.first?.reply?.code == 250)
        #expect(outcome.first?.reply?.status == StatusCode("2.0.0"))
        #expect(outcome.first?.reply?.text == "2.0.0 Queued as 1")
        let entry = try #require(try server.log.first)
        #expect(entry.sender == "bounces@example.org")
        #expect(entry.recipient == "ok@example.org")
        #expect(entry.recipients == 1)
        #expect(try server.message(1) == message.composed())
    }

    @Test
    func `a thousand messages go over one connection that outlives the limit of a message`() async throws {
        let server = try await MailServerProcess.start()
        let client = try server.client(limits: MailLimits(connect: .seconds(2), message: .seconds(2)))
        let start = ContinuousClock.now
        var outcomes: [DeliveryOutcome] = []
        for batch in 0..<10 {
            outcomes += await client.deliver(try (1...100).map { try Example.message(number: batch * 100 + $0) })
        }
        // Past the limit of one message, which must not count from the connection's start.
        try await eventually(within: .seconds(10), "the limit to pass") { ContinuousClock.now > start + .seconds(3) }
        outcomes += await client.deliver([try Example.message(number: 1_001)])
        #expect(outcomes.count == 1_001)
        #expect(outcomes.allSatisfy { $0.isDelivered })
        let log = try server.log
        #expect(log.count == 1_001)
        #expect(Set(log.map(\.connection)) == [1])
        let ids = try (1...1_001).map { number in
            let text = String(decoding: try server.message(number), as: UTF8.self)
            return text.split(separator: "\r\n").first { $0.hasPrefix("Message-ID:") } ?? ""
        }
        #expect(Set(ids).count == 1_001)
    }

    @Test
    func `a grey-listed message is postponed, then delivered`() async throws {
        let server = try await MailServerProcess.start()
        let client = try server.client()
        let message = try Example.message(to: "grey@example.org")
        let first = await client.deliver([message])[0]
        #expect(first.postponement?.step == .recipient)
        #expect(first.serverReply?.code == 451)
        #expect(first.serverReply?.status == StatusCode("4.7.1"))
        #expect(await client.deliver([message])[0].isDelivered)
        #expect(try server.log.count == 1)
    }

    @Test
    func `each refusal says what was refused, and the others are delivered`() async throws {
        let server = try await MailServerProcess.start()
        var fromNobody = try Example.message(number: 5)
        fromNobody.returnPath = try Example.address("nobody@example.org")
        let outcomes = try await server.client().deliver([
            Example.message(to: "unknown@example.org", number: 1), Example.message(number: 2),
            Example.message(to: "spam@example.org", number: 3), Example.message(number: 4), fromNobody,
            Example.message(to: "full@example.org", number: 6), Example.message(to: "later@example.org", number: 7),
            Example.message(to: "closing@example.org", number: 8), Example.message(number: 9),
        ])
        let unknown = try #require(outcomes[0].refusal)
        #expect(unknown.step == .recipient)
        #expect(unknown.recipient.text == "unknown@example.org")
        #expect(unknown.reply.description == "550 5.1.1")
        #expect(unknown.isAboutRecipient)
        #expect(outcomes[2].refusal?.step == .end)
        #expect(outcomes[2].refusal?.reply.description == "554 5.7.1")
        #expect(outcomes[2].refusal?.isAboutRecipient == false)
        #expect(outcomes[4].refusal?.step == .sender)
        #expect(outcomes[4].refusal?.isAboutRecipient == false)
        #expect(outcomes[5].serverReply?.description == "452 4.2.2")
        #expect(outcomes[6].postponement?.step == .end)
        #expect(outcomes[6].serverReply?.description == "451 4.3.0")
        #expect(outcomes[7].postponement?.step == .recipient)
        #expect(outcomes[7].serverReply?.description == "421 4.3.2")
        #expect([1, 3, 8].allSatisfy { outcomes[$0].isDelivered })
        #expect(try server.log.count == 3)
    }

    @Test
    func `a cut after the whole message is an unknown outcome, and only that`() async throws {
        let server = try await MailServerProcess.start()
        let client = try server.client()
        let outcomes = try await client.deliver([
            Example.message(number: 1), Example.message(to: "cut@example.org", number: 2), Example.message(number: 3),
        ])
        #expect(outcomes[0].isDelivered)
        #expect(outcomes[1] == .unknown(.lost))
        #expect(outcomes[2].isDelivered)
        // The server did have it: to send it again is to send it twice, with the same id.
        #expect(try server.log.map(\.recipient) == ["ok@example.org", "cut@example.org", "ok@example.org"])
    }

    @Test
    func `half an answer to the whole message is an unknown outcome`() async throws {
        let server = try await MailServerProcess.start(mode: "half-answer")
        #expect(try await server.client().deliver([Example.message()]) == [.unknown(.lost)])
        #expect(try server.log.count == 1)
    }

    @Test
    func `a server that never answers the whole message leaves the outcome unknown when the limit comes`() async throws
    {
        let server = try await MailServerProcess.start()
        let client = try server.client(limits: MailLimits(connect: .seconds(5), message: .seconds(2)))
        let start = ContinuousClock.now
        let outcome = try await client.deliver([Example.message(to: "silent@example.org")])[0]
        #expect(outcome == .unknown(.timedOut))
        #expect(start.duration(to: .now) < .seconds(30))
        // A late answer to the first message must never be taken for one to the second.
        #expect(try await client.deliver([Example.message()])[0].isDelivered)
        #expect(try server.log.map(\.connection) == [1, 2])
    }

    @Test(arguments: ["cut-content", "early-421"])
    func `a cut within the message is known not to be a delivery`(mode: String) async throws {
        let server = try await MailServerProcess.start(mode: mode)
        // More than all buffers between here and there hold.
        let message = try Example.message(text: String(repeating: "A line of a long letter.\n", count: 800_000))
        let outcome = try await server.client().deliver([message])[0]
        #expect(outcome.postponement?.step == .content)
        #expect(outcome.postponement?.cause == .connection(.lost))
        #expect(try server.log.isEmpty)
    }

    @Test
    func `a server that dribbles its greeting is given up when the limit comes`() async throws {
        let server = try await MailServerProcess.start(mode: "loris")
        let client = try server.client(limits: MailLimits(connect: .seconds(1), message: .seconds(2)))
        let start = ContinuousClock.now
        let outcome = try await client.deliver([Example.message()])[0]
        #expect(outcome.postponement?.step == .connecting)
        #expect(outcome.postponement?.cause == .connection(.timedOut))
        #expect(start.duration(to: .now) < .seconds(30))
    }

    @Test
    func `what does not speak SMTP, and what is not there, are told apart`() async throws {
        let server = try await MailServerProcess.start(mode: "garbage")
        let garbled = try await server.client().deliver([Example.message()])[0]
        #expect(garbled.postponement?.step == .connecting)
        let nobody = try #require(MailServer(host: "127.0.0.1", port: 1, security: .none))
        let unreachable = try await MailClient(server: nobody).deliver([Example.message()])[0]
        #expect(unreachable.postponement?.cause == .connection(.unreachable))
    }

    @Test(arguments: ["one-message", "shut"])
    func `a connection that the server has ended is replaced without the caller's notice`(mode: String) async throws {
        let server = try await MailServerProcess.start(mode: mode)
        let client = try server.client()
        for number in 1...5 {
            #expect(try await client.deliver([Example.message(number: number)])[0].isDelivered)
        }
        #expect(try server.log.map(\.connection) == [1, 2, 3, 4, 5])
    }

    @Test
    func `a cancelled task gets the answer to what was sent, and postpones the rest`() async throws {
        let server = try await MailServerProcess.start()
        let client = try server.client(limits: MailLimits(connect: .seconds(2), message: .seconds(3)))
        let messages = try [
            Example.message(number: 1), Example.message(to: "silent@example.org", number: 2),
            Example.message(number: 3),
        ]
        let task = Task { await client.deliver(messages) }
        try await eventually(within: .seconds(20), "the second message at the server") { try server.log.count == 2 }
        task.cancel()
        let outcomes = await task.value
        #expect(outcomes[0].isDelivered)
        #expect(outcomes[1] == .unknown(.timedOut))
        #expect(outcomes[2].postponement?.cause == .cancelled)
    }

    @Test
    func `a cancelled task does not wait for a server that has nothing of the message yet`() async throws {
        let server = try await MailServerProcess.start(mode: "loris")
        let client = try server.client(limits: MailLimits(connect: .seconds(60), message: .seconds(60)))
        let message = try Example.message()
        let start = ContinuousClock.now
        let task = Task { await client.deliver([message]) }
        try await eventually(within: .seconds(20), "the connection") { server.folder.bytes(of: "1.eml") != nil }
        task.cancel()
        #expect(await task.value.first?.postponement?.cause == .cancelled)
        #expect(start.duration(to: .now) < .seconds(10))
    }

    @Test
    func `an address beyond ASCII is sent with SMTPUTF8`() async throws {
        let server = try await MailServerProcess.start()
        let message = try Example.message(to: "zoë@example.org")
        #expect(try await server.client().deliver([message])[0].isDelivered)
        let entry = try #require(try server.log.first)
        #expect(entry.recipient == "zoë@example.org")
        #expect(entry.smtputf8 == true)
        let inspected = try await InspectedMail.read([try server.message(1)])[0]
        #expect(inspected.mailboxes["To"] == [["Zoë", "zoë@example.org"]])
    }
}
