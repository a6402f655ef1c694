import Contract

extension Tale {
    /// Somebody tries to sell something to the office.
    mutating func pester() {
        let offers = [
            "LAST CHANCE!!! Earn 9000 a week from home, write to fast-money@offers.example NOW",
            "You have won our lottery. Send the code and a small fee by gift card to receive the inheritance.",
        ]
        // What is plain is put aside without anybody; the other needs a person to see it.
        let isPlain = dice.chance(0.5)
        userWrites(offers[isPlain ? 1 : 0], at: now)
        guard !isPlain else { return }
        let admin = world.office.takes("first_line", "en", at: now, &dice)
        tell(.caseSpam, at: admin.done(from: now, after: 1200), [("admin", admin.id)])
    }

    /// A user writes again in another conversation; an admin puts the two together.
    ///
    /// Answers the second conversation, which ends in the first.
    mutating func talkTwice(about matter: Matter, second number: Int) -> Tale {
        userWrites(phrases.opening(matter.category, &dice), at: now, [("category", matter.category)])
        var second = Tale(number, of: client, on: 0, in: world, beginning: now + dice.whole(400...2400))
        second.userWrites(phrases.opening(matter.category, &dice), [("category", matter.category)])
        let admin = attend(matter.team, minutes: matter.minutes, to: matter.category)
        second.tell(.caseMerge, at: max(now, second.now) + 60, [("admin", admin.id), ("into", conversation)])
        now = second.now
        userAnswers(dice.pick(phrases.additions), after: 30)
        let work = workTime(of: matter.team, minutes: matter.minutes)
        adminWrites(
            phrases.answer("general", &dice),
            by: admin,
            at: admin.done(from: now, after: work),
            template: "general"
        )
        resolve(by: admin)
        return second
    }

    /// A matter that a machine settles: no human takes part, so nobody is asked about it.
    mutating func settleByMachine() {
        tell(
            .caseOpen,
            at: now,
            [
                ("kind", "listing"), ("subject", reference), ("user", client.id),
                ("text", filled(phrases.opening("listing", &dice))),
            ]
        )
        tell(
            .caseResolve,
            at: now + dice.whole(5...90),
            [("service", "true"), ("summary", "Approved by rule."), ("outcome", "approved")]
        )
    }

    /// One of the many reports of the same fault.
    mutating func reportOutage() {
        let logs =
            #"[{"at":"\#(Instant(now))","service":"upload","error":"E507","version":"8.2.\#(dice.whole(0...3))"}]"#
        let outcome = dice.pick(weighted: [("fixed", 0.3), ("known", 0.45), ("duplicate", 0.25)])
        settle(.platformIssue, subject: "upload-E507", outcome: outcome, logs: logs)
    }

    /// An item that was taken down comes back and is flagged again within weeks.
    mutating func flag(again subject: String) { settle(.flag, subject: subject, outcome: "upheld") }
}
