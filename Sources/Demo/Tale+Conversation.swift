import Contract

extension Tale {
    /// A user writes about something, and the office settles it.
    mutating func talk(about matter: Matter) {
        let named = dice.chance(0.75) ? [("category", matter.category)] : []
        let isPressing = dice.chance(0.03)
        userWrites(phrases.opening(matter.category, &dice), at: now, named + (isPressing ? [("tier", "P2")] : []))
        if dice.chance(0.12) { botAcknowledges() }
        if dice.chance(0.16) { userAnswers(dice.pick(phrases.additions), after: 9) }
        let asks = dice.chance(0.3)
        var admin = attend(
            matter.team,
            minutes: matter.minutes,
            to: matter.category,
            saying: asks ? dice.pick(phrases.questions) : nil
        )
        if named.isEmpty, dice.chance(0.25) {
            tell(.caseCategorize, [("admin", admin.id), ("category", matter.category)])
        }
        if asks {
            guard let next = hear(matter, admin) else { return }
            admin = next
        }
        admin = escalate(matter, admin)
        while dice.chance(0.24) {
            userAnswers(dice.pick(phrases.additions), after: 40)
            let work = workTime(of: matter.team, minutes: matter.minutes)
            let answer = phrases.answer(matter.category, &dice)
            adminWrites(answer, by: admin, at: admin.done(from: now, after: work), template: matter.category)
        }
        resolve(by: admin, matter.rootCause(&dice) + (dice.chance(0.01) ? [("silent", "true")] : []))
        close(matter, admin)
    }

    /// The admin waits for the user's answer, who may never give it; nil when it ends there.
    private mutating func hear(_ matter: Matter, _ admin: Colleague) -> Colleague? {
        let waits = dice.chance(0.55)
        if waits { tell(.caseWait, [("admin", admin.id), ("for", "user")]) }
        if waits, dice.chance(0.07) { return nil }
        userAnswers(dice.pick(phrases.details), after: 55)
        let work = workTime(of: matter.team, minutes: matter.minutes)
        if dice.chance(0.03) {
            let until = admin.done(from: now, after: work + 7200)
            tell(.caseSnooze, [("admin", admin.id), ("until", Instant(until).description)])
            now = max(now, until)
        } else if dice.chance(0.04) {
            tell(.caseWait, [("admin", admin.id), ("for", "third_party")])
        }
        let answer = phrases.answer(matter.category, &dice)
        adminWrites(answer, by: admin, at: admin.done(from: now, after: work), template: matter.category)
        return admin
    }

    /// What is too hard for the admin goes to a senior or to a department; answers who has the case then.
    private mutating func escalate(_ matter: Matter, _ admin: Colleague) -> Colleague {
        let bad = world.season.isBad(for: matter.team, at: now) ? 1.8 : 1
        if dice.chance(matter.departmentShare * bad) {
            let fields = [("admin", admin.id), ("to", matter.department), ("reason", matter.departmentReason)]
            tell(.caseEscalate, fields + [("note", filled("Please look at {ref}."))])
            let clerk = "\(matter.department)_desk"
            let reached = admin.done(from: now, after: workTime(of: "technical", minutes: 35))
            tell(.caseAcknowledge, at: reached, [("admin", clerk)])
            let settled = admin.done(from: now, after: workTime(of: "technical", minutes: 130))
            tell(.caseHandBack, at: settled, [("admin", clerk), ("answer", filled("Done for {ref}, see the log."))])
            adminWrites(phrases.answer("general", &dice), by: admin, at: now + 900, template: "general")
            return admin
        }
        guard !admin.isSenior, dice.chance(0.025 * bad) else { return admin }
        let reason = dice.chance(0.75) ? "needs_senior" : "overdue"
        tellFreeing(.caseEscalate, [("admin", admin.id), ("to", "seniors"), ("reason", reason)])
        let senior = world.office.takes("seniors", client.language, at: now, &dice)
        let reached = senior.done(from: now, after: workTime(of: "seniors", minutes: 14))
        assign(to: senior, at: reached, because: "escalated")
        tell(.caseAcknowledge, [("admin", senior.id)])
        let work = workTime(of: "seniors", minutes: 20)
        adminWrites(
            phrases.answer("complaint", &dice),
            by: senior,
            at: senior.done(from: now, after: work),
            template: "complaint"
        )
        return senior
    }

    /// What comes after the resolve: thanks, nothing, or the same again.
    private mutating func close(_ matter: Matter, _ admin: Colleague) {
        if dice.chance(0.17) { return userAnswers(dice.pick(phrases.thanks), after: 25) }
        guard dice.chance(admin.warmth < 0 ? 0.11 : 0.045) else { return }
        let isLate = dice.chance(0.15)
        let pause = isLate ? Double(dice.whole(8...20)) * 1440 : Double(dice.whole(60...3600))
        if !isLate, dice.chance(0.25) {
            tell(.caseReopen, at: now + Int(pause) * 60, [("by", "user"), ("reason", "not_solved")])
        }
        userAnswers(dice.pick(phrases.again), after: pause)
        let next = attend(matter.team, minutes: matter.minutes, to: matter.category)
        resolve(by: next)
        if dice.chance(0.2) { userAnswers(dice.pick(phrases.thanks), after: 25) }
    }
}

extension Matter {
    /// Why it happened, where admins note that.
    func rootCause(_ dice: inout Dice) -> [(String, String)] {
        guard dice.chance(0.35) else { return [] }
        let causes: [String: [String]] = [
            "payment_issue": ["provider_delay", "double_click", "card_limit"], "refund": ["provider_delay"],
            "login_issue": ["old_number", "expired_link"], "technical_issue": ["upload_fault", "old_version"],
            "listing_problem": ["upload_fault", "wrong_category"], "ad_approval": ["missing_photo"],
            "visibility": ["index_delay"],
        ]
        return [("root_cause", dice.pick(causes[category] ?? ["user_question"]))]
    }
}
