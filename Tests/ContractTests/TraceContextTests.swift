import Testing

@testable import Contract

@Suite struct TraceContextTests {
    @Test(arguments: [
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true),
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00", false),
        ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03", true),
        ("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-what-comes-later", true),
    ])
    func `a context is read`(text: String, isSampled: Bool) throws {
        let context = try #require(TraceContext(text))
        #expect(context.trace == TraceID(high: 0x0AF7_6519_16CD_43DD, low: 0x8448_EB21_1C80_319C))
        #expect(context.parent == SpanID(bits: 0xB7AD_6B71_6920_3331))
        #expect(context.isSampled == isSampled)
        let written = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0\(isSampled ? 1 : 0)"
        #expect(context.description == written)
    }

    @Test(arguments: [
        "", "00-abc-def-01", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
    ])
    func `what is no context is not read`(text: String) {
        #expect(TraceContext(text) == nil)
    }

    @Test func `new traces differ, and are written as contexts can be read`() {
        let traces = (0..<100).map { _ in TraceID.generate() }
        #expect(Set(traces).count == 100)
        for trace in traces {
            let context = TraceContext(trace: trace, parent: SpanID(bits: 1), isSampled: true)
            #expect(TraceContext(context.description) == context)
        }
    }
}
