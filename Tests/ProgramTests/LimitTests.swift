import Pages
import Testing

@testable import Program

@Suite struct LimitTests {
    @Test func `tokens are used up at once and come back one by one`() {
        let start = ContinuousClock.now
        var buckets = TokenBuckets(RateLimit(every: .seconds(2), burst: 3), now: start)
        for _ in 0..<3 { #expect(buckets.take(for: "a", at: start) == .zero) }
        #expect(buckets.take(for: "a", at: start) == .seconds(2))
        #expect(buckets.take(for: "a", at: start + .seconds(1)) == .seconds(1))
        #expect(buckets.take(for: "a", at: start + .seconds(2)) == .zero)
        #expect(buckets.take(for: "a", at: start + .seconds(2)) == .seconds(2))
        for _ in 0..<3 { #expect(buckets.take(for: "a", at: start + .seconds(60)) == .zero) }
        #expect(buckets.take(for: "a", at: start + .seconds(60)) > .zero)
    }

    @Test func `clients that share a place share its tokens, so that memory does not grow`() {
        let start = ContinuousClock.now
        var buckets = TokenBuckets(RateLimit(every: .seconds(1), burst: 2), places: 1, now: start)
        #expect(buckets.take(for: "a", at: start) == .zero)
        #expect(buckets.take(for: "b", at: start) == .zero)
        #expect(buckets.take(for: "c", at: start) == .seconds(1))
    }

    @Test(arguments: [
        ("203.0.113.9", "203.0.113.9", false), ("127.0.0.1", "127.0.0.1", true), ("::1", "::1", true),
        ("::ffff:203.0.113.9", "203.0.113.9", false), ("::FFFF:127.0.0.1", "127.0.0.1", true),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", false), ("2001:DB8:1:2::9", "2001:db8:1:2::/64", false),
        ("2001:db8::9", "2001:db8:0:0::/64", false), ("2001:0db8:0001::", "2001:db8:1:0::/64", false),
        ("::", "0:0:0:0::/64", false), ("unknown", "unknown", false),
    ])
    func `a client is an IPv4 address or half of an IPv6 one`(text: String, expected: String, isLoopback: Bool) {
        let address = ClientAddress(text)
        #expect(address.description == expected)
        #expect(address.isLoopback == isLoopback)
    }

    @Test func `only a proxy on this machine is believed about whom it speaks for`() {
        let proxy = ClientAddress("127.0.0.1")
        let stranger = ClientAddress("203.0.113.9")
        #expect(ClientAddress(peer: proxy, forwardedFor: "1.2.3.4, 5.6.7.8").description == "5.6.7.8")
        #expect(ClientAddress(peer: proxy, forwardedFor: nil) == proxy)
        #expect(ClientAddress(peer: stranger, forwardedFor: "1.2.3.4") == stranger)
    }

    @Test(arguments: [
        ("10.1.0.7", "203.0.113.9", "203.0.113.9"), ("10.1.0.7", "6.6.6.6, 203.0.113.9, 10.1.0.8", "203.0.113.9"),
        ("::ffff:10.1.0.7", "203.0.113.9", "203.0.113.9"), ("fd00::7", "2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("127.0.0.1", "203.0.113.9, 10.1.0.7", "203.0.113.9"), ("10.1.0.7", "10.1.0.8", "10.1.0.8"),
        ("10.2.0.7", "203.0.113.9", "10.2.0.7"), ("203.0.113.7", "10.1.0.7", "203.0.113.7"),
        ("10.1.0.7", "203.0.113.9, nonsense", "nonsense"), ("10.1.0.7", nil, "10.1.0.7"),
    ])
    func `proxies in the networks that are named are believed, and nobody beyond the first stranger`(
        peer: String,
        forwardedFor: String?,
        expected: String
    ) throws {
        let proxies = [try NetworkBlock(parsing: "10.1.0.0/16"), try NetworkBlock(parsing: "fd00::/8")]
        let client = ClientAddress(peer: ClientAddress(peer), forwardedFor: forwardedFor, proxies: proxies)
        #expect(client.description == expected)
    }

    @Test func `addresses of one IPv6 network are one client`() {
        #expect(ClientAddress("2001:db8:1:2::9") == ClientAddress("2001:db8:1:2::7"))
        #expect(Set([ClientAddress("2001:db8:1:2::9"), ClientAddress("2001:db8:1:2::7")]).count == 1)
    }

    @Test func `a seal holds until its expiry, for its token alone`() {
        let seal = SessionSeal(token: Array("s3cret".utf8))
        let value = seal.issue(at: 1_000)
        #expect(!value.contains("s3cret"))
        #expect(seal.accepts(value, at: 1_000))
        #expect(seal.accepts(value, at: 1_000 + SessionSeal.lifetime - 1))
        #expect(!seal.accepts(value, at: 1_000 + SessionSeal.lifetime))
        #expect(!SessionSeal(token: Array("other".utf8)).accepts(value, at: 1_000))
        #expect(seal.issue(at: 1_000) != value)
        let parts = value.split(separator: ".")
        let forged = ["9999.\(parts[1]).\(parts[2])", "\(parts[0]).1.\(parts[2])", "\(parts[0]).\(parts[1])", "", ".."]
        for forged in forged { #expect(!seal.accepts(forged, at: 1_000)) }
    }

    @Test(arguments: [
        ("/", "/"), ("/cases?kpi=A1&team=a%26b", "/cases?kpi=A1&team=a%26b"), (nil, "/"), ("", "/"),
        ("https://evil.example/", "/"), ("//evil.example/x", "/evil.example/x"),
        ("/\\evil.example", "/%5Cevil.example"),
        ("javascript:alert(1)", "/"),
    ])
    func `a sign-in leads to a page of this site`(next: String?, expected: String) {
        #expect(SignIn.destination(next).text == expected)
    }
}
