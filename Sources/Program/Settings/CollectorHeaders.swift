import Traces

/// The headers that a collector wants, as OpenTelemetry writes them: `name=value,name=value`, the values percent-encoded.
///
/// They stand in a secret and in no setting, since they are keys more often than not.
struct CollectorHeaders {
    let list: [Collector.Header]

    /// Reads the secret `otlp-headers`; none without it.
    ///
    /// - Throws: a fault with status 78 when it cannot be read or understood.
    init(in secrets: SecretDirectory) throws(StartFault) {
        guard let bytes = try secrets.secret("otlp-headers") else {
            list = []
            return
        }
        do throws(ValueFault) {
            list = try Self.headers(String(decoding: bytes, as: UTF8.self))
        } catch {
            throw StartFault(
                .configuration,
                "the secret otlp-headers in SAYPRO_SECRETS is wrong: \(error.reason);"
                    + " allowed: name=value,name=value with percent-encoded values"
            )
        }
    }

    private static func headers(_ text: String) throws(ValueFault) -> [Collector.Header] {
        var headers: [Collector.Header] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            headers.append(try header(part))
        }
        return headers
    }

    private static func header(_ text: Substring) throws(ValueFault) -> Collector.Header {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let value = decoded(parts[1]) else { throw ValueFault("a header is not name=value") }
        let name = String(parts[0].drop { $0 == " " })
        let isName = name.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20) || $0 == 0x2D || $0 == 0x5F
        }
        // A line's end would begin another header.
        guard !name.isEmpty, isName, value.utf8.allSatisfy({ (0x20..<0x7F).contains($0) }) else {
            throw ValueFault("a header has characters that it may not have")
        }
        return Collector.Header(name: name, value: value)
    }

    /// The text with `%20` and the like read; nil where something else follows a percent sign.
    private static func decoded(_ text: Substring) -> String? {
        var parts = text.split(separator: "%", omittingEmptySubsequences: false)[...]
        var bytes = Array((parts.popFirst() ?? "").utf8)
        for part in parts {
            guard part.utf8.count >= 2, let byte = UInt8(part.prefix(2), radix: 16) else { return nil }
            bytes.append(byte)
            bytes += part.dropFirst(2).utf8
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
