import Contract
import TestKit
import Testing
import Webhooks

struct SendingTests {
    private let loopback = ListedAnswers(["127.0.0.1"])

    private func sender(
        _ limits: SendLimits = SendLimits(),
        resolver: (any AddressResolver)? = nil,
        allowed: String = "127.0.0.0/8",
        trust: WebhookTrust = .system
    ) throws -> WebhookSender {
        try WebhookSender(
            guard: guarding(allowed: allowed),
            resolver: resolver ?? loopback,
            trust: trust,
            limits: limits
        )
    }

    @Test
    func `a webhook is delivered over TLS under the name that was asked for, and its signature holds`() async throws {
        let authority = try await TestAuthority()
        let receiver = try await Receiver(certificate: authority)
        let sender = try sender(trust: .authorities(inFile: authority.authority))
        let url = "https://hooks.partner.example:\(receiver.port)/ok?case=1"
        for number in 1...20 {
            #expect(try await sender.send(delivery(to: url, id: "msg_\(number)")) == .delivered(status: 204))
        }
        let requests = await receiver.requests
        #expect(requests.map(\.id) == (1...20).map { "msg_\($0)" })
        #expect(requests.allSatisfy { $0.signed })
        #expect(requests.allSatisfy { $0.name == "hooks.partner.example" && $0.path == "/ok?case=1" })
        #expect(
            requests.allSatisfy { $0.host == "hooks.partner.example:\(receiver.port)" && $0.address == "127.0.0.1" }
        )
        // Each had a connection and a look-up of its own.
        #expect(Set(requests.map(\.connection)).count == 20)
        #expect(await loopback.asked == 20)

        let literal = "https://127.0.0.1:\(receiver.port)/ok"
        #expect(try await sender.send(delivery(to: literal)) == .delivered(status: 204))
        #expect(await receiver.requests.last?.name == nil)
    }

    @Test
    func `a certificate for another name or by a stranger is not believed`() async throws {
        let authority = try await TestAuthority()
        let receiver = try await Receiver(certificate: authority)
        let trusting = try sender(trust: .authorities(inFile: authority.authority))
        let fault = SendOutcome.tryAgain(.notConnected(.handshake), after: nil)
        // The certificate is good for the address that all these lead to, which does not make it good for the names.
        for name in [
            "other.partner.example", "a.hooks.partner.example", "wild.example", "a.b.wild.example", "xwild.example",
        ] {
            #expect(try await trusting.send(delivery(to: "https://\(name):\(receiver.port)/ok")) == fault, "\(name)")
        }
        let right = try delivery(to: "https://hooks.partner.example:\(receiver.port)/ok")
        let ofStranger = try await sender().send(right)
        #expect(ofStranger == fault)
        let otherAddress = try delivery(to: "https://127.0.0.2:\(receiver.port)/ok")
        #expect(await trusting.send(otherAddress) == fault)
        #expect(await receiver.requests.isEmpty)
        let covered = try delivery(to: "https://A.wild.example:\(receiver.port)/ok")
        #expect(await trusting.send(covered) == .delivered(status: 204))
        #expect(throws: UnusableTrust.self) { try sender(trust: .authorities(inFile: "/nowhere.pem")) }
    }

    @Test
    func `the outcome tells what the receiver's status means`() async throws {
        let receiver = try await Receiver()
        let sender = try sender()
        let again: (Int, Duration?) -> SendOutcome = { .tryAgain(.status($0), after: $1) }
        let expected: [(path: String, outcome: SendOutcome)] = [
            ("status/200", .delivered(status: 200)), ("status/202", .delivered(status: 202)),
            ("status/400", .refused(status: 400)), ("status/401", .refused(status: 401)),
            ("status/410", .refused(status: 410)),
            ("status/418", .refused(status: 418)), ("status/304", .refused(status: 304)),
            ("status/600", .refused(status: 600)),
            ("status/408", again(408, nil)), ("status/425", again(425, nil)), ("status/429", again(429, nil)),
            ("status/500", again(500, nil)), ("status/503/120", again(503, .seconds(120))),
            ("status/429/0", again(429, .zero)),
            ("status/429/999999999", again(429, .seconds(86_400))), ("status/429/-5", again(429, nil)),
            ("status/429/99999999999999999999", again(429, .seconds(86_400))), ("status/429/soon", again(429, nil)),
            ("status/503/Sun,_06_Nov_1994_08:49:37_GMT", again(503, .zero)),
            ("status/503/Sun,_06_Nov_9994_08:49:37_GMT", again(503, .seconds(86_400))),
            ("status/503/Sun,_06_Nov_1994_08:49:37_CET", again(503, nil)),
        ]
        for (path, outcome) in expected {
            #expect(
                try await sender.send(delivery(to: "http://127.0.0.1:\(receiver.port)/\(path)")) == outcome,
                "\(path)"
            )
        }
    }

    @Test
    func `a date to wait for is counted from now`() async throws {
        let receiver = try await Receiver()
        let now = try #require(Instant(rfc3339: "1994-11-06T08:49:00Z"))
        let sender = try WebhookSender(guard: guarding(allowed: "127.0.0.0/8"), now: { now })
        let url = "http://127.0.0.1:\(receiver.port)/status/503/Sun,_06_Nov_1994_08:49:37_GMT"
        #expect(try await sender.send(delivery(to: url)) == .tryAgain(.status(503), after: .seconds(37)))
    }

    @Test(arguments: [301, 302, 303, 307, 308])
    func `a redirect is not followed`(status: Int) async throws {
        let receiver = try await Receiver()
        let url = "http://127.0.0.1:\(receiver.port)/redirect/\(status)/\(receiver.port)"
        #expect(try await sender().send(delivery(to: url)) == .refused(status: status))
        #expect(await receiver.requests.map(\.path) == ["/redirect/\(status)/\(receiver.port)"])
    }

    @Test
    func `an address that changes after the check is not connected to`() async throws {
        let receiver = try await Receiver()
        let rebinding = ListedAnswers(["127.0.0.2"], ["127.0.0.1"])
        let sender = try sender(resolver: rebinding, allowed: "127.0.0.2/32")
        let webhook = try delivery(to: "http://rebind.partner.example:\(receiver.port)/close")
        #expect(await sender.send(webhook) == .delivered(status: 204))
        #expect(await rebinding.asked == 1)
        #expect(await sender.send(webhook) == .forbidden(.address(.loopback)))
        #expect(await rebinding.asked == 2)
        #expect(await receiver.requests.map(\.address) == ["127.0.0.2"])
    }

    @Test
    func `a name that is public when checked and loopback later never reaches loopback`() async throws {
        let receiver = try await Receiver()
        // 3ffe::/16 was given back in 2006: public by its bits, and nobody's.
        let rebinding = ListedAnswers(["3ffe::1"], ["127.0.0.1"])
        var limits = SendLimits()
        limits.connect = .milliseconds(300)
        let sender = try sender(limits, resolver: rebinding, allowed: "10.0.0.0/8")
        let webhook = try delivery(to: "https://rebind.partner.com:\(receiver.port)/ok")
        guard case .tryAgain(.notConnected, _) = await sender.send(webhook) else {
            Issue.record("The first address was not connected to")
            return
        }
        #expect(await rebinding.asked == 1)
        #expect(await sender.send(webhook) == .forbidden(.address(.loopback)))
        #expect(await receiver.requests.isEmpty)
    }

    @Test
    func `the next address is tried when the first does not answer`() async throws {
        let receiver = try await Receiver()
        let sender = try sender(resolver: ListedAnswers(["::1", "127.0.0.1"]), allowed: "127.0.0.0/8,::1/128")
        let webhook = try delivery(to: "http://two.partner.example:\(receiver.port)/ok")
        #expect(await sender.send(webhook) == .delivered(status: 204))
    }

    @Test
    func `nobody at the port, no name and a silent handshake are to be tried again`() async throws {
        let receiver = try await Receiver()
        var limits = SendLimits()
        limits.connect = .milliseconds(300)
        let sender = try sender(limits)
        let nobody = try delivery(to: "http://127.0.0.1:1/ok")
        let atNobody = try await self.sender().send(nobody)
        #expect(atNobody == .tryAgain(.notConnected(.unreachable), after: nil))
        let silent = try delivery(to: "https://hooks.partner.example:\(receiver.mute)/ok")
        #expect(await sender.send(silent) == .tryAgain(.notConnected(.timeLimit), after: nil))
        let notTLS = try delivery(to: "https://hooks.partner.example:\(receiver.port)/ok")
        let atPlain = try await self.sender().send(notTLS)
        #expect(atPlain == .tryAgain(.notConnected(.handshake), after: nil))
        let unnamed = try self.sender(limits, resolver: ListedAnswers([]))
        let webhook = try delivery(to: "https://hooks.partner.example/ok")
        #expect(await unnamed.send(webhook) == .tryAgain(.nameNotFound, after: nil))
    }

    @Test
    func `the system's resolver finds loopback, and says when there is no such name`() async throws {
        let resolver = SystemResolver()
        let found = try await resolver.addresses(of: "localhost", within: .seconds(10))
        #expect(found.contains { $0 == IPAddress("127.0.0.1") || $0 == IPAddress("::1") })
        await #expect(throws: (any Error).self) {
            try await resolver.addresses(of: "nobody.invalid", within: .seconds(10))
        }
    }
}
