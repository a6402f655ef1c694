import Contract
import Testing

@Suite struct `Shapes of values` {
    static let shapes: [(shape: ValueShape, right: [String], wrong: [String])] = [
        (
            .language,
            [
                "en", "zu", "zu-ZA", "EN-us", "zh-Hant-TW", "sr-Latn", "es-419", "de-CH-1996", "sl-rozaj-biske",
                "zh-yue", "en-a-bbb-x-a", "de-u-co-phonebk", "x-klingon", "abcde",
            ],
            [
                "e", "en_US", "en-", "-en", "en--us", "en-US-", "abcdefghi", "1en", "en-u", "en-x", "en-a-bb-a-cc",
                "de-1996-1996", "é", "en US", "x",
            ]
        ),
        (.region, ["ZA", "NA", "GB"], ["UK", "za", "Z", "ZAF", "001", "XK"]),
        (.currency, ["ZAR", "USD", "XOF", "ZWG"], ["zar", "R", "RAND", "XTS"]),
        (
            .email,
            ["a@b.co", "first.last+tag@mail.example.org", "o'neil@example.org", "ü@müller.example"],
            [
                "", "a", "@b.co", "a@", "a@b", "a@b..co", ".a@b.co", "a.@b.co", "a b@c.co", "a@b@c.co", "a@-b.co",
                "a@b-.co", "<a@b.co>", "a@[1.2.3.4]",
            ]
        ),
        (
            .timeZone,
            ["UTC", "Africa/Johannesburg", "America/Argentina/Ushuaia", "Etc/GMT+2", "America/Port-au-Prince"],
            ["+02:00", "Africa/", "/Africa", "Africa Johannesburg", "a/b/c/d", "../etc/passwd", "2"]
        ),
        (
            .webAddress,
            ["https://a", "https://a.example/b?c=d#e", "HTTPS://a.example:8443", "https://[::1]/x", "https://1.2.3.4"],
            [
                "https://", "https:///a", "http://a", "https:/a", "ftp://a", "https://u:p@a", "https://a:0",
                "https://a:99999", "https://a b", "https://[::1", "https://-a", "https://a..b", "https://[]/",
                "https://\\evil", "javascript:alert(1)", "https://münchen.example/",
            ]
        ),
        (
            .amount, ["0", "149.99", "149", "0.5", "999999999999999.9999"],
            ["", ".5", "5.", "1.2.3", "-1", "+1", "1e3", "1,000", "01", "9999999999999999", "1.23456", "٣"]
        ),
        (.month, ["2026-01", "2026-12"], ["2026-00", "2026-13", "2026-1", "26-01", "2026/01", "2026-01-01"]),
        (.integer(0...10), ["0", "10"], ["11", "-1", "+1", "1.0", "01", "", "1 ", "٣", "9999999999999999999999"]),
        (
            .traceparent,
            [
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00-extra",
            ],
            [
                "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-extra",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0", "00",
            ]
        ),
        (
            .id, ["a", "u-42", "ünïcode", "a:b/c{d}", "😀"],
            ["", "a b", "a\u{3000}b", "a\u{200D}b", "\u{E000}", "a\u{2028}b", String(repeating: "x", count: 129)]
        ),
    ]

    @Test(arguments: shapes.indices)
    func `a shape takes what is right and nothing else`(_ index: Int) {
        let (shape, right, wrong) = Self.shapes[index]
        for value in right {
            #expect(shape.accepts(value), "\(value)")
        }
        for value in wrong {
            #expect(!shape.accepts(value), "\(value)")
        }
    }
}
