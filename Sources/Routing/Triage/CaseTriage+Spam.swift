import Policy
import Triage

extension CaseTriage {
    /// What is to be thought of a message by its sender, the rule that holds, and its wording.
    func screen(_ sender: Sender, _ judgement: Judgement?, rule: TriageRule?) -> SpamFinding {
        if let reason = block(of: sender) { return SpamFinding(score: 1, reason: reason, isSuspect: true) }
        let screening = document.triage.screening
        let score = judgement?.spam.score ?? 0
        let signs = score >= screening.suspect ? judgement?.spam.reasons.filter { $0.weight > 0 } ?? [] : []
        var finding = SpamFinding(score: score, isSuspect: score >= screening.suspect, signs: signs.map(\.sign))
        if let rule, rule.isSpam {
            finding.reason = Decider.rule(rule.name)
            finding.isSuspect = true
        } else if judgement != nil, score >= screening.spam {
            finding.reason = SpamFinding.Reason.score
        }
        return finding
    }

    /// Why the sender's messages are spam whatever they say; nil for most.
    func block(of sender: Sender) -> String? {
        guard blocksSomebody else { return nil }
        let screening = document.triage.screening
        if screening.blockedUsers.contains(sender.user) { return SpamFinding.Reason.blockedUser }
        guard let email = sender.email?.lowercased() else { return nil }
        let domain = email.lastIndex(of: "@").map { String(email[$0...]) }
        let isBlocked =
            screening.blockedAddresses.contains(email) || domain.map(screening.blockedAddresses.contains) ?? false
        return isBlocked ? SpamFinding.Reason.blockedAddress : nil
    }
}

extension SpamScore.Reason {
    /// The reason as history tells it: `prize: you have won, lottery`.
    fileprivate var sign: String {
        words.isEmpty ? code.rawValue : "\(code.rawValue): \(words.joined(separator: ", "))"
    }
}
