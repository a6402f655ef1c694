import Testing

@testable import Routing

struct MessageSpansTests {
    @Test
    func `spans begin and end where belonging does`() {
        var spans = MessageSpans.none
        var news = [spans.begin(at: 3), spans.begin(at: 4)]
        #expect(news == [true, false])
        #expect(spans.text == "{[3,)}")
        news = [spans.end(before: 6), spans.end(before: 7)]
        #expect(news == [true, false])
        #expect(spans.text == "{[3,6)}")
        news = [spans.begin(at: 9)]
        #expect(news == [true])
        #expect(spans.text == "{[3,6),[9,)}")
    }

    @Test
    func `nothing ends that has not begun`() {
        var spans = MessageSpans.none
        let ended = spans.end(before: 1)
        #expect(!ended)
        #expect(spans == .none)
    }
}

struct ExcerptTests {
    @Test(
        arguments: [
            ("short", "short"), ("", nil), ("1234567890", "1234567890"), ("12345678901", "1234567890…"),
            ("123456789é", "123456789…"), ("12345678é0", "12345678é…"), ("éééééé", "ééééé…"), ("👩‍🚀👩‍🚀", "👩‍…"),
        ] as [(String, String?)]
    )
    func `an excerpt is cut between characters`(_ text: String, _ excerpt: String?) {
        #expect(String.excerpt(of: text, atMost: 10) == excerpt)
    }
}
