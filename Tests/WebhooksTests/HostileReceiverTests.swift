import TestKit
import Testing
import Webhooks

struct HostileReceiverTests {
    private func sender(_ change: (inout SendLimits) -> Void = { _ in }) throws -> WebhookSender {
        var limits = SendLimits()
        limits.firstAnswer = .seconds(3)
        limits.whole = .seconds(5)
        change(&limits)
        return try WebhookSender(
            guard: guarding(allowed: "127.0.0.0/8"),
            resolver: ListedAnswers(["127.0.0.1"]),
            limits: limits
        )
    }

    @Test(arguments: [
        ("silent", SendOutcome.unknown(.timeLimit)), ("drip-head", .unknown(.timeLimit)),
        ("drip-hints", .unknown(.timeLimit)),
        ("drip-body", .delivered(status: 200)), ("huge-body", .delivered(status: 200)),
        ("huge-head", .unknown(.notUnderstood)),
        ("garbage", .unknown(.notUnderstood)), ("hang-up", .unknown(.connectionLost)),
        ("chatter", .delivered(status: 204)),
    ])
    func `a receiver that behaves badly holds nobody longer than the limits`(
        path: String,
        outcome: SendOutcome
    ) async throws {
        let receiver = try await Receiver()
        let sender = try sender()
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try await sender.send(delivery(to: "http://127.0.0.1:\(receiver.port)/\(path)")) == outcome)
        #expect(clock.now - start < .seconds(8))
        #expect(try await sender.send(delivery(to: "http://127.0.0.1:\(receiver.port)/ok")) == .delivered(status: 204))
        #expect(await Set(receiver.requests.map(\.connection)).count == 2)
    }

    @Test
    func `a connection that the receiver has closed meanwhile is replaced`() async throws {
        let receiver = try await Receiver()
        let sender = try sender()
        let webhook = try delivery(to: "http://127.0.0.1:\(receiver.port)/abandon")
        #expect(await sender.send(webhook) == .delivered(status: 204))
        // The end of the connection takes a moment; within it the outcome would rightly be unknown.
        try await eventually(within: .seconds(5), "a delivery over another connection") {
            await sender.send(webhook) == .delivered(status: 204)
        }
        #expect(await receiver.requests.last?.connection == 2)
    }

    @Test
    func `a late second answer is not taken for the answer to the next webhook`() async throws {
        let receiver = try await Receiver()
        let sender = try sender { $0.sendsPerOrigin = 1 }
        let twice = try delivery(to: "http://127.0.0.1:\(receiver.port)/twice")
        #expect(await sender.send(twice) == .delivered(status: 204))
        let next = try delivery(to: "http://127.0.0.1:\(receiver.port)/slow_no")
        #expect(await sender.send(next) == .refused(status: 410))
    }

    @Test
    func `a body of the longest length arrives whole`() async throws {
        let receiver = try await Receiver()
        let webhook = try delivery(
            to: "http://127.0.0.1:\(receiver.port)/ok",
            body: String(repeating: "x", count: WebhookMessage.longestBody)
        )
        #expect(try await sender().send(webhook) == .delivered(status: 204))
        #expect(await receiver.requests.first?.bytes == WebhookMessage.longestBody)
    }

    @Test
    func `a queue at a silent target does not delay others, and only so many go there at one time`() async throws {
        let receiver = try await Receiver()
        let sender = try sender {
            $0.firstAnswer = .seconds(30)
            $0.whole = .seconds(30)
            $0.waitingPerOrigin = 500
        }
        let silent = try delivery(to: "http://silent.partner.example:\(receiver.port)/silent")
        let others = try (0..<40).map { try delivery(to: "http://p\($0).partner.example:\(receiver.port)/ok") }
        let slow = Task {
            await withTaskGroup(of: SendOutcome.self) { group in
                for _ in 0..<600 { group.addTask { await sender.send(silent) } }
                var outcomes: [SendOutcome: Int] = [:]
                for await outcome in group { outcomes[outcome, default: 0] += 1 }
                return outcomes
            }
        }
        try await eventually("the silent target to be busy") {
            await receiver.requests.filter { $0.path == "/silent" }.count == 4
        }
        let clock = ContinuousClock()
        let start = clock.now
        let delivered = await withTaskGroup(of: Bool.self) { group in
            for other in others { group.addTask { await sender.send(other) == .delivered(status: 204) } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(delivered == others.count)
        // The silent target holds what goes there for half a minute.
        #expect(clock.now - start < .seconds(5))
        #expect(await receiver.requests.filter { $0.path == "/silent" }.count == 4)

        slow.cancel()
        let outcomes = await slow.value
        #expect(
            outcomes == [
                .tryAgain(.crowded, after: nil): 96, .tryAgain(.cancelled, after: nil): 500, .unknown(.cancelled): 4,
            ]
        )
    }

    @Test
    func `all places taken, origins get their turn one after another`() async throws {
        let receiver = try await Receiver()
        let sender = try sender {
            $0.sends = 4
            $0.sendsPerOrigin = 2
            $0.whole = .seconds(20)
            $0.firstAnswer = .seconds(20)
        }
        let outcomes = try await withThrowingTaskGroup(of: SendOutcome.self) { group in
            for number in 0..<60 {
                let url = "http://p\(number % 6).partner.example:\(receiver.port)/slow"
                let webhook = try delivery(to: url, id: "msg_\(number)")
                group.addTask { await sender.send(webhook) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == Array(repeating: .delivered(status: 204), count: 60))
        let requests = await receiver.requests
        #expect(Set(requests.map(\.id)).count == 60)
        // Each had a connection of its own.
        for number in 0..<6 {
            let ofOrigin = requests.filter { $0.host.hasPrefix("p\(number).") }
            #expect(ofOrigin.count == 10)
            #expect(Set(ofOrigin.map(\.connection)).count == 10)
        }
    }

    @Test
    func `a closed sender turns away what waits and lets what is under way end`() async throws {
        let receiver = try await Receiver()
        let sender = try sender { $0.sendsPerOrigin = 1 }
        let webhook = try delivery(to: "http://127.0.0.1:\(receiver.port)/slow_no")
        async let first = sender.send(webhook)
        try await eventually("the first request") { await receiver.requests.count == 1 }
        async let second = sender.send(webhook)
        await Task.yield()
        sender.close()
        #expect(await first == .refused(status: 410))
        #expect(await second == .tryAgain(.cancelled, after: nil))
        #expect(await sender.send(webhook) == .tryAgain(.cancelled, after: nil))
        #expect(await receiver.requests.count == 1)
    }
}
