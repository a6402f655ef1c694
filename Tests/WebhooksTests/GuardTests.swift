import Foundation
import TestKit
import Testing
import Webhooks

struct GuardTests {
    @Test
    func `every forbidden target is refused for its reason, and no name is looked up`() async throws {
        let resolver = ListedAnswers(["127.0.0.1"])
        let sender = try WebhookSender(guard: guarding(), resolver: resolver)
        #expect(Set(ForbiddenTargets.urls.map(\.url)).count == ForbiddenTargets.urls.count)
        #expect(ForbiddenTargets.urls.count >= 200)
        for (url, refusal) in ForbiddenTargets.urls {
            #expect(try await sender.send(delivery(to: url)) == .forbidden(refusal), "\(url)")
        }
        #expect(await resolver.asked == 0)
    }

    @Test
    func `no name leads to an address that is not public`() async throws {
        for (addresses, kind) in ForbiddenTargets.answers {
            let resolver = ListedAnswers(addresses)
            let sender = try WebhookSender(guard: guarding(), resolver: resolver)
            let outcome = try await sender.send(delivery(to: "https://hooks.partner.com/hook"))
            #expect(outcome == .forbidden(.address(kind)), "\(addresses)")
            #expect(await resolver.asked == 1)
        }
    }

    @Test(arguments: [
        ("https://example.com", "example.com", "/"), ("HTTPS://Example.COM:443/Hook?a=b#c", "example.com", "/Hook?a=b"),
        ("https://example.com?x=1", "example.com", "/?x=1"), ("https://example.com:8443/a", "example.com:8443", "/a"),
        ("https://xn--exmple-cua.com/", "xn--exmple-cua.com", "/"), ("https://8.8.8.8/", "8.8.8.8", "/"),
        ("https://[2a00:1450:4001:81b::200e]:8443/", "[2a00:1450:4001:81b:0:0:0:200e]:8443", "/"),
        ("https://1.example.com/%20/@a:b", "1.example.com", "/%20/@a:b"), ("https://a.0x7f.com/", "a.0x7f.com", "/"),
    ])
    func `an honest target is taken apart and let through`(url: String, authority: String, path: String) throws {
        let target = try guarding().target(url)
        #expect(target.origin.authority == authority)
        #expect(target.path == path)
        let public4 = try #require(IPAddress("8.8.8.8"))
        #expect(throws: Never.self) { try guarding().check([public4], of: target.origin) }
    }

    @Test
    func `an allowed network opens itself and nothing else`() throws {
        let allowing = try guarding(allowed: "10.1.0.0/16,fd00:5::/32")
        #expect(throws: Never.self) { try allowing.target("http://10.1.2.3:8080/") }
        #expect(throws: Never.self) { try allowing.target("https://[fd00:5::1]:22/") }
        #expect(throws: GuardRefusal.address(.privateUse)) { try allowing.target("https://10.2.0.1/") }
        #expect(throws: GuardRefusal.address(.privateUse)) { try allowing.target("https://[fd00:6::1]/") }
        #expect(throws: GuardRefusal.address(.mapped)) { try allowing.target("https://[::ffff:10.1.2.3]/") }
        #expect(throws: GuardRefusal.unencrypted) { try allowing.target("http://8.8.8.8/") }

        let inside = try #require(IPAddress("10.1.0.9"))
        let outside = try #require(IPAddress("8.8.8.8"))
        let name = try allowing.target("http://receiver:8080/").origin
        #expect(throws: Never.self) { try allowing.check([inside], of: name) }
        #expect(throws: GuardRefusal.unencrypted) { try allowing.check([inside, outside], of: name) }
        let encrypted = try allowing.target("https://receiver/").origin
        #expect(throws: GuardRefusal.internalName) { try allowing.check([outside], of: encrypted) }
    }

    @Test(arguments: ["169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "fd00:ec2::254", "::", "ff02::1"])
    func `some addresses stay closed although everything is allowed`(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(try guarding(allowed: "0.0.0.0/0,::/0").forbiddenKind(of: address) != nil)
    }

    @Test(arguments: [
        ("::ffff:127.0.0.1", AddressKind.loopback), ("64:ff9b::127.0.0.1", .loopback), ("2002:7f00:1::", .loopback),
        ("::10.0.0.1", .privateUse), ("2001:0:a00:1::f5ff:fffe", .privateUse),
        ("2001:0:808:808::f5ff:fffe", .privateUse),
        ("64:ff9b::169.254.169.254", .metadata),
    ])
    func `what carries an address is judged by it too`(text: String, kind: AddressKind) throws {
        let allowing = try guarding(allowed: "::/0")
        #expect(allowing.forbiddenKind(of: try #require(IPAddress(text))) == kind)
        #expect(allowing.forbiddenKind(of: try #require(IPAddress("64:ff9b::8.8.8.8"))) == nil)
    }

    @Test
    func `the machine's own public address is refused unless allowed`() throws {
        let own = try #require(IPAddress("8.8.4.4"))
        #expect(TargetGuard(ownAddresses: { [own] }).forbiddenKind(of: own) == .own)
        #expect(TargetGuard(allows: { $0 == [8, 8, 4, 4] }, ownAddresses: { [own] }).forbiddenKind(of: own) == nil)
        #expect(try TargetGuard.addressesOfThisMachine().contains(#require(IPAddress("127.0.0.1"))))
    }

    @Test
    func `nothing that we call public is special to Python's registry`() async throws {
        let subject = try guarding()
        var random = SystemRandomNumberGenerator()
        let heads: [UInt128] = [
            0, 0xFFFF << 32, 0xFFFF << 48, 0x64_FF9B << 96, 0x2001 << 112, 0x2002 << 112, 0x2001_0DB8 << 96,
            0xFC << 120,
            0xFE80 << 112, 0x3FFF << 112, 0x2620_004F_8000 << 80, 0x2A00 << 112, 0x2600 << 112, 0x100 << 112,
            0xFF << 120,
        ]
        var addresses: [IPAddress] = []
        for _ in 0..<30_000 {
            addresses.append(.version4(random.next()))
            let tail = UInt128(random.next() as UInt64) >> UInt64.random(in: 0...63, using: &random)
            addresses.append(.version6((heads.randomElement(using: &random) ?? 0) | tail))
            addresses.append(.version6(UInt128(random.next() as UInt64) << 64 | UInt128(random.next() as UInt64)))
        }
        for first in 0...UInt32(0xFFFF) { addresses.append(.version4(first << 16 | 1)) }
        let lines = addresses.map { "\($0) \(subject.forbiddenKind(of: $0)?.rawValue ?? "public")" }
        let file = "/tmp/saypro-test-webhooks-\(getpid())-\(UInt32.random(in: 0 ... .max)).addresses"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        let output = try await RunningProgram.output(of: "python3", [Receiver.script("addresses.py"), file])
        let verdict = try JSONDecoder().decode(Comparison.self, from: Data(output.utf8))
        #expect(verdict.missed == [])
        let knowingly: Set = [
            "assignedToProtocols", "compatible", "documentation", "metadata", "mapped", "reserved", "sixToFour",
            "teredo",
            "translated",
        ]
        #expect(Set(verdict.stricter).subtracting(knowingly) == [])
    }

    @Test
    func `ten thousand hostile URLs neither crash the guard nor pass it`() throws {
        let subject = try guarding()
        let internalAddress = try #require(IPAddress("127.0.0.1"))
        let scraps = [
            "https://", "http://", "//", "@", ":", "::", "[", "]", "%", "%25", "%00", "0x", "127.0.0.1", "[::1]",
            "localhost", ".",
            "/", "\\", "?", "#", "\r\n", "\0", "１", "。", "xn--", "\u{200D}", "169.254.169.254", "443", "65536", "ffff",
            "é", "a",
            "example.com", "🚲", "-", "_", " ", "\u{FEFF}", "[::ffff:127.0.0.1]", "2130706433", "0177.0.0.1", "user:pw@",
        ]
        var passed = 0
        for round in 0..<10_000 {
            let count = Int.random(in: 0...12)
            let url =
                (round % 2 == 0 ? "https://" : "") + (0..<count).map { _ in scraps.randomElement() ?? "" }.joined()
            guard let target = try? subject.target(url) else { continue }
            passed += 1
            #expect(target.origin.isEncrypted && target.path.hasPrefix("/"), "\(url)")
            let sent = target.origin.authority + target.path
            #expect(sent.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !target.origin.authority.contains("@"), "\(url)")
            switch target.origin.host {
            case .address(let address): #expect(subject.forbiddenKind(of: address) == nil, "\(url)")
            case .name:
                #expect(throws: GuardRefusal.address(.loopback), "\(url)") {
                    try subject.check([internalAddress], of: target.origin)
                }
            }
        }
        #expect(passed > 0)
    }

    private struct Comparison: Decodable {
        let missed: [String]
        let stricter: [String]
    }
}
