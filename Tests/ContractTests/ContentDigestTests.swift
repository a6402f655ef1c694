import Contract
import Testing

@Suite struct `Same content` {
    private let fields = Example.fields(.messagePost) + [("x-a", "1"), ("x-b", "2"), ("time", "2026-03-01T07:00:00Z")]

    @Test func `the order of fields, the trace and the signature do not matter`() throws {
        let digest = try fields.entry().accepted().digest
        let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
        let others = [
            Array(fields.reversed()), fields.with("traceparent", trace), fields.with("sig", "v1=00"),
            fields.with("campaign", ""),
        ]
        for other in others {
            #expect(try other.entry().accepted().digest == digest)
        }
    }

    @Test func `every other difference matters`() throws {
        let digest = try fields.entry().accepted().digest
        let others = [
            fields.with("text", "My advert is gone."), fields.with("id", "web-2"), fields.with("user", "u-43"),
            fields.with("conversation", "u-43"), fields.with("x-a", "12").with("x-b", ""), fields.without("x-b"),
            fields.without("time"), fields.with("time", "2026-03-01T07:00:01Z"), fields.with("source", "import"),
        ]
        let digests = try others.map { try $0.entry().accepted().digest }
        #expect(Set(digests + [digest]).count == others.count + 1)
    }

    @Test func `a digest is sixteen bytes of SHA-256 over names and values with their lengths`() throws {
        let digest = try Example.fields(.usagePut).entry().accepted().digest
        #expect(digest.description == "16acff8b5c0f5c0066bd1f68df67b3cb")
        #expect(digest.bytes.count == 16)
        #expect(ContentDigest(high: digest.high, low: digest.low) == digest)
    }
}
