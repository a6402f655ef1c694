import Contract
import Mail
import Webhooks

extension SendReport {
    /// What became of a mail, in words that name nobody.
    init(_ parcel: Parcel, _ outcome: DeliveryOutcome, at: Instant) {
        switch outcome {
        case .delivered(let reply):
            self.init(parcel, .delivered, cause: "smtp_\(reply.code)", at: at)
        case .refused(let refusal):
            let cause = "smtp_\(refusal.reply.code)" + (refusal.reply.status.map { "_\($0)" } ?? "")
            // The sender's address is the office's own affair, and may be right tomorrow.
            guard refusal.step != .sender else {
                self.init(parcel, .again, cause: "\(cause)_sender", at: at)
                return
            }
            self.init(parcel, .refused, cause: cause, at: at, isAddressDead: refusal.isAboutRecipient)
        case .postponed(let postponement):
            switch postponement.cause {
            case .server(let reply): self.init(parcel, .again, cause: "smtp_\(reply.code)", at: at)
            case .authentication: self.init(parcel, .again, cause: "smtp_authentication", at: at)
            case .insecure: self.init(parcel, .again, cause: "smtp_insecure", at: at)
            case .connection(let fault): self.init(parcel, .again, cause: "smtp_\(fault.word)", at: at)
            case .cancelled: self.init(parcel, .untried, cause: "stopping", at: at)
            }
        case .unknown(let fault):
            self.init(parcel, .again, cause: "smtp_no_answer_\(fault.word)", at: at)
        }
    }

    /// What became of a webhook.
    init(_ parcel: Parcel, _ outcome: SendOutcome, at: Instant) {
        switch outcome {
        case .delivered(let status): self.init(parcel, .delivered, cause: "http_\(status)", at: at)
        case .refused(let status): self.init(parcel, .refused, cause: "http_\(status)", at: at)
        case .forbidden(let refusal): self.init(parcel, .refused, cause: "forbidden_\(refusal.word)", at: at)
        case .unknown(let silence): self.init(parcel, .again, cause: "no_answer_\(silence)", at: at)
        case .tryAgain(let setback, let after):
            switch setback {
            case .status(let status):
                self.init(parcel, .again, cause: "http_\(status)", retryAfter: after, at: at)
            case .nameNotFound: self.init(parcel, .again, cause: "name_not_found", at: at)
            case .notConnected(let fault): self.init(parcel, .again, cause: "not_connected_\(fault)", at: at)
            case .crowded, .cancelled: self.init(parcel, .untried, cause: "\(setback)", at: at)
            }
        }
    }
}

extension Mail.ConnectionFault {
    fileprivate var word: String {
        switch self {
        case .unreachable: "unreachable"
        case .lost: "connection_lost"
        case .timedOut: "timed_out"
        case .garbled: "garbled"
        }
    }
}

extension GuardRefusal {
    /// What the guard has against the target, in a word.
    fileprivate var word: String {
        "\(self)".split(whereSeparator: { !$0.isLetter }).first.map { $0.lowercased() } ?? "target"
    }
}
