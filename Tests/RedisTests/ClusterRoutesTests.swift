import Testing

@testable import Redis

struct ClusterRoutesTests {
    /// As `CLUSTER KEYSLOT` answers.
    @Test(arguments: [
        ("123456789", 12_739), ("foo", 12_182), ("saypro:inbound:{0}", 13_907), ("saypro:cases:{0}", 13_907),
        ("saypro:cases:{3}", 1_584), ("{}x", 10_595),
    ])
    func `a key's slot is that of its hash tag`(key: String, slot: Int) {
        #expect(HashSlot.of(Array(key.utf8)) == slot)
    }

    @Test(arguments: [
        (["XADD", "saypro:cases:{3}", "1-0", "a", "b"], "3"),
        (["XREAD", "COUNT", "5", "BLOCK", "9", "STREAMS", "saypro:cases:{4}", "saypro:poke:x:{4}", "0", "0"], "4"),
        (["XINFO", "STREAM", "saypro:cases:{5}"], "5"), (["XGROUP", "SETID", "saypro:cases:{6}", "g", "0"], "6"),
        (["HGET", "saypro:config", "partitions"], "saypro:config"),
    ])
    func `a command's first key is found`(arguments: [String], tag: String) {
        #expect(Command(arguments).hashTag == tag)
    }

    @Test(arguments: [["PING"], ["MULTI"], ["EXEC"], ["INFO", "server"], ["CONFIG", "GET", "x"]])
    func `commands without keys go anywhere`(arguments: [String]) {
        #expect(Command(arguments).slot == nil)
    }

    @Test func `transactions stay together`() {
        let commands: [Command] = [
            ["PING"], ["MULTI"], ["XADD", "{1}", "*", "a", "b"], ["EXEC"], ["XLEN", "{2}"], ["MULTI"], ["EXEC"],
        ]
        let units = ClusterUnit.units(of: commands)
        #expect(units.map(\.range) == [0..<1, 1..<4, 4..<5, 5..<7])
        #expect(units.map { $0.slot == nil } == [true, false, false, true])
    }

    @Test func `the answer to CLUSTER SLOTS is read`() throws {
        let here = RedisURL.Address.tcp(host: "10.0.0.9", port: 1)
        let reply = Reply.array([
            .array([.integer(0), .integer(99), .array([.text("10.0.0.1"), .integer(7000), .text("id")])]),
            .array([.integer(100), .integer(16_383), .array([.text(""), .integer(7001), .text("id")])]),
        ])
        let routes = try #require(ClusterRoutes(reply, from: here))
        #expect(routes.owner(of: 99) == .tcp(host: "10.0.0.1", port: 7000))
        #expect(routes.owner(of: 100) == .tcp(host: "10.0.0.9", port: 7001))
        #expect(ClusterRoutes(.array([]), from: here) == nil)
        #expect(ClusterRoutes(.text("OK"), from: here) == nil)
    }

    @Test(arguments: [
        ("MOVED 3999 10.0.0.2:7002", "10.0.0.2:7002", false), ("MOVED 3999 :7002", "h:7002", false),
        ("MOVED x y", nil, nil), ("MOVED 99999 h:1", nil, nil), ("ERR no", nil, nil),
        ("ASK 7 10.0.0.2:7002", "10.0.0.2:7002", true),
    ])
    func `a redirection is read`(text: String, address: String?, isOnce: Bool?) {
        let found = ClusterRedirection(RedisFailure(text), from: .tcp(host: "h", port: 1))
        #expect(found?.address.description == address)
        #expect(found?.isOnce == isOnce)
    }
}
