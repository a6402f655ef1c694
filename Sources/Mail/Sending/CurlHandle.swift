internal import CLibcurl
internal import Glibc

/// The C handle of libcurl, with the one connection that it keeps open: made, used and freed by one owner, on one thread at a time.
// Safe because the pointers are valid from `init` to `deinit` and never leave this type.
@safe
struct CurlHandle: ~Copyable {
    private let handle: UnsafeMutableRawPointer

    /// libcurl's own state, set up once for the process.
    private static let hasBegun = curl_begin() == CURLE_OK

    /// A handle that speaks to that server and to no other; nil when libcurl cannot be set up as it must be.
    static func open(to server: MailServer, limits: MailLimits) -> CurlHandle? {
        guard hasBegun, let pointer = unsafe curl_easy_init() else { return nil }
        let handle = unsafe CurlHandle(owning: pointer)
        guard handle.prepare(for: server), handle.prepareLimits(limits), handle.prepareCallbacks() else { return nil }
        return handle
    }

    @unsafe
    private init(owning handle: UnsafeMutableRawPointer) {
        unsafe self.handle = handle
    }

    deinit {
        // Safe because this is the only owner, and it goes away. It says QUIT, which takes as long as a message at most.
        unsafe curl_easy_cleanup(handle)
    }

    /// Whether the last delivery went over a connection that was open before it.
    var hasReusedConnection: Bool {
        var count = 0
        // Safe because the value outlives the call.
        guard unsafe curl_get_long(handle, CURLINFO_NUM_CONNECTS, &count) == CURLE_OK else { return false }
        return count == 0
    }

    /// Ends the connection without a farewell, so that no later message gets an answer that was meant for an earlier one.
    ///
    /// libcurl 7.88 keeps a connection on which the answer to a message did not come in time.
    func breakConnection() {
        var socket = curl_socket_t(-1)
        // Safe because the value outlives the call. The socket stays libcurl's, which finds it ended and closes it.
        guard unsafe curl_get_socket(handle, &socket) == CURLE_OK, socket >= 0 else { return }
        shutdown(socket, Int32(SHUT_RDWR))
    }

    /// Speaks with the server about one message and returns how libcurl ended.
    func perform(
        _ conversation: Conversation,
        from sender: Address,
        to recipient: Address,
        onNewConnection isFresh: Bool
    ) -> CURLcode {
        // Safe because the list and the conversation outlive the delivery, and the handle forgets both after it. libcurl
        // copies strings.
        withExtendedLifetime(conversation) {
            let context = unsafe Unmanaged.passUnretained(conversation).toOpaque()
            guard let list = unsafe curl_slist_append(nil, "<\(recipient.text)>") else { return CURLE_OUT_OF_MEMORY }
            defer {
                unsafe curl_set_list(handle, CURLOPT_MAIL_RCPT, nil)
                unsafe curl_set_pointer(handle, CURLOPT_READDATA, nil)
                unsafe curl_set_pointer(handle, CURLOPT_DEBUGDATA, nil)
                unsafe curl_set_pointer(handle, CURLOPT_XFERINFODATA, nil)
                unsafe curl_slist_free_all(list)
            }
            for status in unsafe [
                curl_set_text(handle, CURLOPT_MAIL_FROM, "<\(sender.text)>"),
                curl_set_list(handle, CURLOPT_MAIL_RCPT, list),
                curl_set_pointer(handle, CURLOPT_READDATA, context),
                curl_set_pointer(handle, CURLOPT_DEBUGDATA, context),
                curl_set_pointer(handle, CURLOPT_XFERINFODATA, context),
                curl_set_long(handle, CURLOPT_FRESH_CONNECT, isFresh ? 1 : 0),
            ] where status != CURLE_OK {
                return status
            }
            return unsafe curl_easy_perform(handle)
        }
    }

    private func prepare(for server: MailServer) -> Bool {
        var statuses = [
            set(CURLOPT_URL, server.url),
            set(CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            // The environment may name a proxy for everything.
            set(CURLOPT_PROXY, ""),
            set(CURLOPT_UPLOAD, 1),
            set(CURLOPT_SSL_VERIFYPEER, 1),
            set(CURLOPT_SSL_VERIFYHOST, 2),
            set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2)),
            set(CURLOPT_USE_SSL, Int(server.security == .none ? CURLUSESSL_NONE.rawValue : CURLUSESSL_ALL.rawValue)),
        ]
        if let authorities = server.authorities {
            statuses.append(set(CURLOPT_CAINFO, authorities))
            statuses.append(unsafe curl_set_text(handle, CURLOPT_CAPATH, nil))
        }
        if let credentials = server.credentials {
            statuses.append(set(CURLOPT_USERNAME, credentials.user))
            statuses.append(set(CURLOPT_PASSWORD, credentials.password))
        }
        return statuses.allSatisfy { $0 == CURLE_OK }
    }

    private func prepareLimits(_ limits: MailLimits) -> Bool {
        [
            // No signals for time limits: there are other threads.
            set(CURLOPT_NOSIGNAL, 1),
            set(CURLOPT_CONNECTTIMEOUT_MS, min(limits.connect, limits.message).wholeMilliseconds),
            set(CURLOPT_TIMEOUT_MS, limits.message.wholeMilliseconds),
            set(CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, limits.message.wholeMilliseconds / 1_000)),
            set(CURLOPT_TCP_KEEPALIVE, 1),
            set(CURLOPT_TCP_NODELAY, 1),
            set(CURLOPT_MAXCONNECTS, 1),
        ].allSatisfy { $0 == CURLE_OK }
    }

    private func prepareCallbacks() -> Bool {
        // Safe because each function expects the conversation that `perform` sets.
        unsafe [
            curl_set_reader(handle, readPiece),
            curl_set_writer(handle, discard),
            curl_set_watcher(handle, watch),
            curl_set_progress(handle, reportProgress),
            set(CURLOPT_NOPROGRESS, 0),
            // The watcher is told nothing otherwise.
            set(CURLOPT_VERBOSE, 1),
        ].allSatisfy { $0 == CURLE_OK }
    }

    private func set(_ option: CURLoption, _ value: Int) -> CURLcode {
        unsafe curl_set_long(handle, option, value)
    }

    private func set(_ option: CURLoption, _ value: String) -> CURLcode {
        unsafe curl_set_text(handle, option, value)
    }
}

private func conversation(_ context: UnsafeMutableRawPointer?) -> Conversation? {
    guard let context = unsafe context else { return nil }
    // Safe because `perform` set this pointer and keeps the object alive.
    return unsafe Unmanaged<Conversation>.fromOpaque(context).takeUnretainedValue()
}

private func readPiece(
    _ buffer: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    guard let buffer = unsafe buffer, let conversation = unsafe conversation(context) else {
        return Int(CURL_READFUNC_ABORT)
    }
    let piece = conversation.nextPiece(atMost: size * count)
    // Safe because the buffer has room for `size` times `count` bytes.
    unsafe piece.withUnsafeBytes { bytes in
        unsafe UnsafeMutableRawBufferPointer(start: buffer, count: size * count).copyMemory(from: bytes)
    }
    return piece.count
}

private func discard(
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ size: Int,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int {
    size * count
}

private func watch(
    _ handle: UnsafeMutableRawPointer?,
    _ kind: curl_infotype,
    _ bytes: UnsafeMutablePointer<CChar>?,
    _ count: Int,
    _ context: UnsafeMutableRawPointer?
) -> Int32 {
    guard kind == CURLINFO_HEADER_IN || kind == CURLINFO_HEADER_OUT, let bytes = unsafe bytes,
        let conversation = unsafe conversation(context)
    else { return 0 }
    // Safe because libcurl gives that many bytes, valid during the call.
    let line = unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
    if kind == CURLINFO_HEADER_OUT {
        conversation.sent(line)
    } else {
        conversation.received(line)
    }
    return 0
}

private func reportProgress(
    _ context: UnsafeMutableRawPointer?,
    _ downloadTotal: curl_off_t,
    _ downloaded: curl_off_t,
    _ uploadTotal: curl_off_t,
    _ uploaded: curl_off_t
) -> Int32 {
    unsafe conversation(context)?.mustStop == true ? 1 : 0
}

extension Duration {
    /// The duration in milliseconds, rounded up, at least one, as libcurl takes it.
    fileprivate var wholeMilliseconds: Int {
        guard self > .zero else { return 1 }
        return Int(min((self + .nanoseconds(999_999)) / .milliseconds(1), 86_400_000))
    }
}
