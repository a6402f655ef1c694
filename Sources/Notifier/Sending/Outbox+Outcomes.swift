import Contract
import Pipeline
import Policy

/// Recording what became of letters.
extension Outbox {
    /// What became of one attempt.
    mutating func record(_ report: SendReport) {
        guard var letter = letters[report.letter], letter.channel == report.channel else { return }
        if report.verdict == .delivered {
            // Whatever was thought of it meanwhile: it has arrived.
            guard letter.state != .sent else { return }
            let hadFailed = letter.state == .failed
            letter.state = .sent
            put(letter)
            let state: LedgerEntry.State = letter.channel == .webhook ? .delivered : .sent
            settle(letter, state, sentAt: report.at)
            if hadFailed { noteReplies(letter.notices, to: letter.person, hasArrived: true) }
            return set(.cancel(partition: letter.key.partition, key: sendKey(letter)))
        }
        // What an earlier attempt says no longer matters once a later one is under way.
        guard letter.state == .open, letter.attempts == report.attempt else { return }
        switch report.verdict {
        case .delivered: break
        case .refused:
            letter.trouble = report.cause
            fail(letter, cause: report.cause)
        case .again:
            let retries = rules.notices.retries
            guard letter.attempts <= retries.count else {
                return fail(letter, cause: "gave_up_after_\(letter.attempts):\(report.cause)")
            }
            letter.trouble = report.cause
            put(letter)
            // Spread, so that what failed together does not come back together.
            let wait = retries[letter.attempts - 1] * (0.8 + 0.4 * chance())
            schedule(letter, at: now + max(wait, report.retryAfter ?? .zero))
        case .untried:
            letter.attempts -= 1
            put(letter)
            schedule(letter, at: now + .seconds(1 + 4 * chance()))
        }
    }

    /// A mail system says that a mail did not arrive: what it tells goes by the next channel, while it is news, and unless it
    /// may have been overtaken meanwhile.
    mutating func bounce(_ letter: Letter, cause: String) {
        guard letter.channel == .email, letter.state == .sent else { return }
        var letter = letter
        if !letter.needsContent || now - letter.made > Self.newsTime { letter.content = nil }
        fail(letter, cause: cause)
    }

    /// Until when a mail that comes back is told by another channel: mail systems give up after five days at most.
    private static let newsTime = Duration.seconds(5 * 24 * 3600)

    /// A machine has answered a mail: that counts as one of the automatic replies between two machines.
    mutating func noteAutomaticAnswer(_ letter: Letter) {
        var pace = pace(of: Person.Key(partition: letter.key.partition, recipient: letter.recipient))
        pace.replies.append(now)
        put(pace)
    }
}
