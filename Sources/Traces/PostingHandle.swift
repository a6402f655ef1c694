internal import CLibcurl

/// The C handle of libcurl for one URL, with the connection that it keeps open: used by one owner, on one thread at a time.
// Safe because the pointers are valid from `init` to `deinit` and never leave this type.
@safe
final class PostingHandle {
    private let handle: UnsafeMutableRawPointer
    private var headers: UnsafeMutablePointer<curl_slist>?

    /// libcurl's own state, set up once for the process.
    private static let hasBegun = curl_begin() == CURLE_OK

    /// A handle that posts to that collector; nil when libcurl cannot be set up as it must be.
    init?(to collector: Collector) {
        guard Self.hasBegun, let pointer = unsafe curl_easy_init() else { return nil }
        unsafe handle = pointer
        unsafe headers = nil
        // No wait for a leave to send the body, which libcurl asks for otherwise.
        let lines = ["Content-Type: application/json", "Expect:"] + collector.headers.map { "\($0.name): \($0.value)" }
        for line in lines {
            // Safe because libcurl copies the line, and the list is freed with the handle.
            guard let list = unsafe curl_slist_append(headers, line) else { return nil }
            unsafe headers = list
        }
        guard prepare(collector.url) else { return nil }
    }

    deinit {
        // Safe because this is the only owner, and it goes away.
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headers)
    }

    /// Sends the body and waits for the answer, within the limit.
    func post(_ body: [UInt8], within limit: Duration) -> CollectorAnswer {
        let milliseconds = max(1, Int(limit / .milliseconds(1)))
        // Safe because the body outlives the request, libcurl only reads it, and the handle forgets it afterwards.
        let code = unsafe body.withUnsafeBytes { bytes -> CURLcode in
            defer { unsafe curl_set_pointer(handle, CURLOPT_POSTFIELDS, nil) }
            for status in unsafe [
                set(CURLOPT_POSTFIELDSIZE, bytes.count),
                curl_set_pointer(handle, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress)),
                set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds),
                set(CURLOPT_TIMEOUT_MS, milliseconds),
            ] where status != CURLE_OK {
                return status
            }
            return unsafe curl_easy_perform(handle)
        }
        guard code == CURLE_OK else {
            // Safe because libcurl gives a text that is never freed.
            return .unavailable(unsafe String(cString: curl_easy_strerror(code)))
        }
        var status = 0
        // Safe because the value outlives the call.
        _ = unsafe curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return CollectorAnswer(status: status)
    }

    private func prepare(_ url: String) -> Bool {
        [
            set(CURLOPT_URL, url),
            set(CURLOPT_PROTOCOLS_STR, "http,https"),
            // The environment may name a proxy for everything.
            set(CURLOPT_PROXY, ""),
            set(CURLOPT_POST, 1),
            set(CURLOPT_SSL_VERIFYPEER, 1),
            set(CURLOPT_SSL_VERIFYHOST, 2),
            set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            // No signals for time limits: there are other threads.
            set(CURLOPT_NOSIGNAL, 1),
            // Looking up the collector's name may take longer than the limit, and nobody waits for the end of it.
            set(CURLOPT_QUICK_EXIT, 1),
            set(CURLOPT_MAXCONNECTS, 1),
            // Safe because the list lives as long as the handle, and the function takes no context.
            unsafe curl_set_list(handle, CURLOPT_HTTPHEADER, headers),
            unsafe curl_set_writer(handle, passOver),
        ].allSatisfy { $0 == CURLE_OK }
    }

    private func set(_ option: CURLoption, _ value: Int) -> CURLcode {
        unsafe curl_set_long(handle, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) -> CURLcode {
        unsafe curl_set_text(handle, option, value)
    }
}

extension CollectorAnswer {
    /// What an answer of HTTP means: OTLP names those that may be tried again.
    init(status: Int) {
        switch status {
        case 200..<300: self = .taken
        case 429, 502, 503, 504: self = .unavailable("HTTP status \(status)")
        default: self = .refused("HTTP status \(status)")
        }
    }
}

private func passOver(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    size * count
}
