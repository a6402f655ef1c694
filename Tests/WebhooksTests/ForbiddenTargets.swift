import Webhooks

/// Targets that no webhook may go to, and why.
enum ForbiddenTargets {
    static let urls =
        hosts.flatMap { refusal, hosts in hosts.map { (url: "https://\($0)/hook", refusal: refusal) } } + whole

    private static let hosts: [(refusal: GuardRefusal, hosts: [String])] = [
        (.address(.loopback), ["127.0.0.1", "127.0.0.1:8443", "127.0.0.2", "127.1.2.3", "127.255.255.254", "[::1]"]),
        (.address(.loopback), ["[0:0:0:0:0:0:0:1]", "[::0001]", "[0000::0.0.0.1]", "[::1]:6443"]),
        (.address(.unspecified), ["0.0.0.0", "[::]", "[0:0::0]", "[::0.0.0.0]"]),
        (.address(.thisNetwork), ["0.0.0.1", "0.1.2.3", "0.255.255.255"]),
        (.address(.privateUse), ["10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1"]),
        (.address(.privateUse), ["192.168.255.255", "[fc00::1]", "[fd12:3456:789a::1]", "[fdff::]", "[fec0::1]"]),
        (.address(.shared), ["100.64.0.1", "100.127.255.255", "100.100.100.100"]),
        (.address(.linkLocal), ["169.254.0.1", "169.254.1.1", "[fe80::1]", "[febf::1]", "[fe80::1]:8443"]),
        (.address(.metadata), ["169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200"]),
        (.address(.metadata), ["168.63.129.16", "192.0.0.192", "[fd00:ec2::254]", "[fd00:ec2::23]"]),
        (.address(.metadata), ["[fd20:ce::254]", "[fe80::a9fe:a9fe]", "[fd00:0ec2:0::0254]", "169.254.169.254:443"]),
        (.address(.multicast), ["224.0.0.1", "239.255.255.255", "[ff02::1]", "[ff0e::1]", "[ffff::1]"]),
        (.address(.broadcast), ["255.255.255.255"]),
        (.address(.reserved), ["240.0.0.1", "254.255.255.255", "[4000::1]", "[1000::1]", "[e000::1]", "[5f00::1]"]),
        (.address(.documentation), ["192.0.2.1", "198.51.100.7", "203.0.113.9", "[2001:db8::1]", "[3fff::1]"]),
        (.address(.benchmarking), ["198.18.0.1", "198.19.255.255", "[2001:2::1]"]),
        (.address(.assignedToProtocols), ["192.0.0.8", "192.88.99.1", "192.31.196.1", "192.52.193.1", "[100::1]"]),
        (.address(.assignedToProtocols), ["192.175.48.1", "[2001:10::1]", "[2001:20::1]", "[2620:4f:8000::1]"]),
        (
            .address(.mapped),
            ["[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::FFFF:10.0.0.1]"]
        ),
        (
            .address(.mapped),
            ["[::ffff:169.254.169.254]", "[::ffff:a9fe:a9fe]", "[::ffff:8.8.8.8]", "[::ffff:0.0.0.0]"]
        ),
        (
            .address(.compatible),
            ["[::127.0.0.1]", "[::7f00:1]", "[::10.0.0.1]", "[::ffff:0:127.0.0.1]", "[::a9fe:a9fe]"]
        ),
        (.address(.translated), ["[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]"]),
        (.address(.translated), ["[64:ff9b:1::10.0.0.1]", "[64:ff9b::8.8.8.8]", "[64:ff9b:1:ffff::1]"]),
        (.address(.sixToFour), ["[2002:7f00:1::]", "[2002:a9fe:a9fe::1]", "[2002:c0a8:1::]", "[2002:808:808::1]"]),
        (.address(.teredo), ["[2001:0:7f00:1::]", "[2001::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]"]),
        (.address(.loopback), ["[2a00:1450:4001:81b:0:5efe:7f00:1]", "[2a00:1450:4001:81b:200:5efe:127.0.0.1]"]),
        (.address(.metadata), ["[2a00:1450:4001:81b::5efe:a9fe:a9fe]"]),
        // Other ways to write an address, which inet_aton, browsers or libraries take for one.
        (
            .host,
            ["2130706433", "0x7f000001", "0x7f.1", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.1", "127.0.1"]
        ),
        (.host, ["127.0.0.01", "127.0.0.1.", "0127.0.0.1", "127.0.0.0x1", "0X7F.0.0.1", "127.0.0.256", "1.1.1.1.1"]),
        (
            .host,
            ["3232235521", "0xA9FEA9FE", "169.254.43518", "0251.0376.0251.0376", "00000.1", "0", "0x", "10.1", "1"]
        ),
        (.host, ["::1", "localhost..", ".localhost", "localhost.", "metadata.google.internal."]),
        (.host, ["a..b.com", "-a.example.com", "a-.example.com", "a_b.example.com", "*.example.com", ""]),
        (
            .host,
            ["127.0.0.1%00.example.com", "%31%32%37.0.0.1", "127.0.0.1%2f.example.com", "example.com%00", "a,b.com"]
        ),
        (.host, ["[fe80::1%25eth0]", "[fe80::1%eth0]", "[::1%25lo]", "[::1%lo]", "[fe80::1%251]"]),
        (
            .host,
            ["[127.0.0.1]", "[::1", "[::1]x", "[::1].example.com", "[:::1]", "[::1::]", "[1:2:3:4:5:6:7:8:9]", "[]"]
        ),
        (
            .host,
            ["[v1.fe80::1]", "[::ffff:127.0.0.01]", "[::ffff:127.1]", "[::ffff:0x7f.0.0.1]", "[00001::1]", "[::g]"]
        ),
        (.host, ["[127.0.0.1::]", "[+1::]", "[::-1]", "[1:2:3:4:5:6:7]"]),
        (.malformed, ["１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "ⓛocalhost", "localhoſt", "lоcalhost", "ｌｏｃａｌｈｏｓｔ"]),
        (
            .malformed,
            ["exämple.com", "example。com", "127.0.0.1\\@example.com", "example.com\\.internal", "ex\u{AD}ample.com"]
        ),
        (
            .malformed,
            ["local\u{200D}host", "example.com\r\nHost:", "exam ple.com", "\texample.com", "example.com\0", "{a}.com"]
        ),
        (
            .userInfo,
            ["user@example.com", "user:password@example.com", "example.com@127.0.0.1", "@127.0.0.1", ":@a.com"]
        ),
        (
            .userInfo,
            ["127.0.0.1:443@example.com", "example.com:443@127.0.0.1:6379", "user%40a@127.0.0.1", "a@b@c.com"]
        ),
        (
            .internalName,
            ["localhost", "LOCALHOST", "LocalHost:8443", "a.localhost", "localhost.localdomain", "ip6-localhost"]
        ),
        (.internalName, ["metadata", "metadata.google.internal", "instance-data", "kubernetes", "postgres", "redis"]),
        (
            .internalName,
            ["kubernetes.default.svc.cluster.local", "printer.local", "router.lan", "nas.home", "wiki.corp"]
        ),
        (.internalName, ["router.home.arpa", "1.0.0.127.in-addr.arpa", "x.test", "x.invalid", "x.example", "x.onion"]),
        (.internalName, ["intranet", "x.intranet", "x.private"]),
        (
            .port,
            ["example.com:22", "example.com:25", "example.com:80", "example.com:0", "example.com:65536", "a.com:"]
        ),
        (.port, ["example.com:-1", "example.com:+443", "example.com:0443", "example.com:443x", "example.com:6379"]),
        (
            .port,
            ["example.com:5432", "example.com:11211", "example.com:2375", "example.com:6667", "example.com:443:443"]
        ),
        (.port, ["8.8.8.8:53", "8.8.8.8:99999999999999999999", "example.com:0x1bb"]),
    ]

    /// URLs that are wrong beside their host.
    private static let whole: [(url: String, refusal: GuardRefusal)] = [
        ("http://example.com/", .unencrypted), ("HTTP://8.8.8.8/", .unencrypted),
        ("http://example.com:443/", .unencrypted),
        ("http://127.0.0.1/", .address(.loopback)), ("http://169.254.169.254/latest/meta-data/", .address(.metadata)),
        ("ftp://example.com/", .scheme), ("gopher://127.0.0.1:6379/_FLUSHALL", .scheme), ("ws://example.com/", .scheme),
        ("file:///etc/passwd", .scheme), ("unix:///var/run/docker.sock", .scheme), ("dict://127.0.0.1:11211/", .scheme),
        ("ldap://127.0.0.1/", .scheme), ("://example.com/", .scheme), ("x-https://example.com/", .scheme),
        ("", .malformed), ("example.com", .malformed), ("//example.com/", .malformed), ("/hook", .malformed),
        ("https:example.com", .malformed), ("https:/example.com", .malformed), ("javascript:alert(1)", .malformed),
        ("data:text/plain,x", .malformed), (" https://example.com/", .malformed),
        ("https://example.com/ x", .malformed),
        ("https://example.com/\r\nX-Evil: 1", .malformed), ("https://example.com/\u{7F}", .malformed),
        ("https://example.com/" + String(repeating: "a", count: 2048), .malformed),
        ("https:\\\\127.0.0.1\\", .malformed),
        ("https:///127.0.0.1/", .host), ("https://?127.0.0.1", .host), ("https://#@127.0.0.1/", .host),
        ("https://127.0.0.1#@example.com/", .address(.loopback)),
        ("https://127.0.0.1?@example.com/", .address(.loopback)),
        ("https://" + String(repeating: "a.", count: 126) + "com/", .host),
        ("https://127.0.0.1:80/", .address(.loopback)),
        ("https://" + String(repeating: "a", count: 64) + ".com/", .host),
    ]

    /// What a public-looking name may lead to; a good address beside a bad one does not help.
    static let answers: [(addresses: [String], kind: AddressKind)] = [
        (["127.0.0.1"], .loopback), (["8.8.8.8", "127.0.0.1"], .loopback), (["127.0.0.1", "8.8.8.8"], .loopback),
        (["::1"], .loopback), (["2a00:1450:4001:81b::200e", "::1"], .loopback), (["10.1.2.3"], .privateUse),
        (["192.168.1.1"], .privateUse), (["172.20.0.5"], .privateUse), (["fd00::5"], .privateUse),
        (["169.254.169.254"], .metadata), (["fd00:ec2::254"], .metadata), (["8.8.8.8", "169.254.169.254"], .metadata),
        (["100.100.100.200"], .metadata), (["169.254.10.10"], .linkLocal), (["fe80::1"], .linkLocal),
        (["0.0.0.0"], .unspecified),
        (["::"], .unspecified), (["100.64.1.1"], .shared), (["224.0.0.251"], .multicast), (["ff02::fb"], .multicast),
        (["255.255.255.255"], .broadcast), (["::ffff:10.0.0.1"], .mapped), (["::ffff:8.8.8.8"], .mapped),
        (["::10.0.0.1"], .compatible), (["64:ff9b::a00:1"], .translated), (["2002:a00:1::1"], .sixToFour),
        (["2001:0:a00:1::1"], .teredo), (["203.0.113.1"], .documentation), (["2001:db8::1"], .documentation),
        (["198.18.0.1"], .benchmarking), (["240.0.0.1"], .reserved), (["fec0::1"], .privateUse),
    ]
}
