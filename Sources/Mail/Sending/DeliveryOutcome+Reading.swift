internal import CLibcurl

extension DeliveryOutcome {
    /// What a conversation comes to, once libcurl has ended it with `code`.
    init(of conversation: Conversation, endedWith code: CURLcode, recipient: Address) {
        let step = conversation.step
        if code == CURLE_ABORTED_BY_CALLBACK, step < .end {
            self = .postponed(Postponement(step: step, cause: .cancelled))
        } else if let reply = conversation.reply, step == .end {
            self = Self.outcome(ofAnswer: reply, recipient: recipient)
        } else if step == .end {
            self = .unknown(ConnectionFault(code))
        } else {
            self = Self.outcome(at: step, of: conversation, endedWith: code, recipient: recipient)
        }
    }

    /// Whether the server may still answer something of this delivery.
    var leavesAnswersDue: Bool {
        switch self {
        case .delivered, .refused: false
        case .unknown: true
        case .postponed(let postponement):
            switch postponement.cause {
            case .server, .authentication: false
            case .insecure, .connection, .cancelled: true
            }
        }
    }

    /// Whether another connection may do better at once: this one, kept open since an earlier message, had ended.
    var isOfStaleConnection: Bool {
        guard case .postponed(let postponement) = self, postponement.step <= .sender else { return false }
        switch postponement.cause {
        case .connection(.lost): return true
        case .server(let reply): return reply.code == 421
        case .connection, .authentication, .insecure, .cancelled: return false
        }
    }

    /// The answer to the whole message.
    private static func outcome(ofAnswer reply: ServerReply, recipient: Address) -> DeliveryOutcome {
        if reply.isPositive { return .delivered(reply) }
        if reply.isTransient { return .postponed(Postponement(step: .end, cause: .server(reply))) }
        if reply.isPermanent { return .refused(Refusal(step: .end, reply: reply, recipient: recipient)) }
        return .unknown(.garbled)
    }

    /// An end before the whole message was sent.
    private static func outcome(
        at step: DeliveryStep,
        of conversation: Conversation,
        endedWith code: CURLcode,
        recipient: Address
    ) -> DeliveryOutcome {
        let cause: Postponement.Cause
        if code.isAboutTrust {
            cause = .insecure
        } else if let reply = conversation.reply, !reply.isPositive, reply.code / 100 != 3 {
            guard !reply.isAboutAccount, !conversation.isLoggingIn || step > .connecting else {
                return .postponed(Postponement(step: step, cause: .authentication(reply)))
            }
            guard !reply.isPermanent || step == .connecting else {
                return .refused(Refusal(step: step, reply: reply, recipient: recipient))
            }
            cause = .server(reply)
        } else if code == CURLE_LOGIN_DENIED {
            cause = .authentication(conversation.reply)
        } else {
            cause = .connection(ConnectionFault(code))
        }
        return .postponed(Postponement(step: step, cause: cause))
    }
}

extension ServerReply {
    /// Whether it speaks of this program's account, whatever it answers (RFC 4954).
    fileprivate var isAboutAccount: Bool {
        [530, 534, 535, 538].contains(code)
    }
}

extension ConnectionFault {
    fileprivate init(_ code: CURLcode) {
        switch code {
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST: self = .unreachable
        case CURLE_WEIRD_SERVER_REPLY, CURLE_UNSUPPORTED_PROTOCOL: self = .garbled
        default: self = .lost
        }
    }
}

extension CURLcode {
    /// Whether the server could not prove who it is, or TLS could not be had.
    fileprivate var isAboutTrust: Bool {
        [
            CURLE_PEER_FAILED_VERIFICATION, CURLE_USE_SSL_FAILED, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CERTPROBLEM,
            CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_PINNEDPUBKEYNOTMATCH,
        ].contains(self)
    }
}
