import Contract
import Policy
import Triage

extension BatchDecision {
    /// What is known of a matter whose case is opened.
    func opening(_ kind: CaseKind, of user: UserID?, _ work: Work) -> Opening {
        var opening = Opening(kind: kind)
        opening.category = work.fields.optional("category")
        opening.tier = work.fields.optional("tier")
        opening.channel = work.fields.optional("channel")
        opening.source = work.fields.optional("source")
        opening.language = language(of: user, work)
        opening.text = work.fields.optional("text")
        opening.isVerified = entry(of: user)?.isVerified
        opening.judgement = work.judgement
        // What the site opens by name is about a user, as often as not; only what a user writes is screened.
        if kind == .conversation { opening.sender = user.map(sender) }
        return opening
    }

    /// Gives a new case its category, language and tier; returns what was found, if the triage was asked.
    func triage(_ opened: inout Case, _ opening: Opening, _ work: Work) -> TriageFinding? {
        if work.fields["visibility"] != "private" { opened.openingText = opening.text }
        guard let triage else {
            opened.category = opening.category
            opened.tier = opening.tier
            opened.language = opening.language?.tag
            opened.notes = TriageNotes(languageBy: opening.language?.by, channel: opening.channel)
            return nil
        }
        let finding = triage.decide(opening)
        opened.category = finding.category
        opened.tier = finding.tier
        opened.language = finding.language
        opened.notes = finding.notes(of: opening)
        return finding
    }

    /// Puts a case that has just been opened aside as spam: nobody is sought for it.
    mutating func putAside(_ opened: inout Case, _ spam: SpamFinding, _ work: Work) {
        end(&opened, as: .spam, work)
        var fields = opened.facts
        fields.append("reason", ifAny: spam.reason)
        for field in spam.fields where field.name != "spam_reason" { fields.append(field.name, field.value) }
        record("case.spam", of: &opened, work, by: .system, reason: spam.reason, fields)
    }

    /// What is to be thought of a message to an open case, by its sender alone; nil for nearly all.
    ///
    /// Its words are not judged: that takes 17 µs, more than all else about it here, and a person reads it anyway.
    func blocked(_ user: UserID) -> SpamFinding? {
        guard let triage, triage.blocksSomebody, let reason = triage.block(of: sender(user)) else { return nil }
        return SpamFinding(score: 1, reason: reason, isSuspect: true)
    }

    /// What is to be thought of a message by its words as well: where it may open a case, or take one up again.
    func screen(_ user: UserID, _ work: Work) -> SpamFinding? {
        triage?.decide(opening(.conversation, of: user, work)).spam
    }

    /// Tells in a case's history, once, that its user is blocked.
    mutating func tellBlocked(_ current: inout Case, _ finding: SpamFinding, _ message: PostedMessage, _ work: Work) {
        guard current.notes.spamScore != finding.score else { return }
        current.notes.spamScore = finding.score
        var fields = current.facts
        fields.append("reason", ifAny: finding.reason)
        fields.append(suspicion: finding)
        fields.append("message", message.message)
        fields.append("message_no", String(message.number))
        fields.append("assignee", ifAny: current.assignee?.rawValue)
        record("case.updated", of: &current, work, by: .system, reason: finding.reason, fields)
    }

    /// Keeps what an admin's word on a case teaches: the features of the text that opened it.
    mutating func learn(from current: Case, _ work: Work) {
        guard triage != nil, case .admin = work.actor(in: current), work.fields["service"] != "true",
            let category = current.category, let text = current.openingText, !text.isEmpty
        else { return }
        corrections.append(
            PlacedCorrection(
                partition: current.partition,
                place: HistoryEntry.Place(id: current.id, seq: current.decisions),
                at: work.time,
                correction: Correction(text: text, category: category)
            )
        )
    }

    /// What the user writes: as the message says, or else as the directory does.
    func language(of user: UserID?, _ work: Work) -> SpokenLanguage? {
        if let said = work.fields.optional("language") { return SpokenLanguage(said, by: Decider.message) }
        return entry(of: user)?.language.map { SpokenLanguage($0, by: Decider.directory) }
    }

    /// Where the user is: as the message says, or else as the directory does.
    func region(of user: UserID?, _ work: Work) -> String? {
        work.fields.optional("region") ?? entry(of: user)?.region
    }

    private func sender(_ user: UserID) -> Sender {
        Sender(user: user.rawValue, email: entry(of: user)?.email)
    }

    private func entry(of user: UserID?) -> UserEntry? {
        user.flatMap { users[UserEntry.Key(partition: partitioning.partition(of: $0.rawValue), user: $0)] }
    }
}
