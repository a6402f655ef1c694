import Contract

extension Tale {
    /// A case that the site opens, from the opening to the decision.
    mutating func settle(_ plan: KindPlan, subject: String? = nil, outcome given: String? = nil, logs: String = "") {
        let subject = subject ?? "\(plan.subject)-\(10_000 + dice.whole(0...89_999))"
        open(plan, subject: subject, logs: logs)
        // A fault keeps the moderators from some decisions for half a day.
        let minutes = plan.kind == "flag" && dice.chance(0.008) ? 560 : plan.minutes
        if dice.chance(plan.talk) {
            let admin = attend(plan.team, minutes: minutes / 2, to: plan.kind, saying: dice.pick(phrases.questions))
            if dice.chance(0.5) { tell(.caseWait, [("admin", admin.id), ("for", "user")]) }
            userAnswers(dice.pick(phrases.details), after: 60)
        }
        let patience = plan.kind == "flag" ? 0 : 6
        let admin = world.office.takes(plan.team, client.language, at: now, patience: patience, &dice)
        advance(plan, by: admin, minutes: minutes)
        let outcome = given ?? dice.pick(weighted: plan.outcomes)
        if plan.kind == "suspension", outcome == "reinstated" || outcome == "upheld" {
            userWrites(phrases.opening("appeal", &dice), at: now + 600)
        }
        decide(plan, outcome, by: admin, minutes: minutes)
        follow(plan, outcome, decidedBy: admin)
    }

    private mutating func open(_ plan: KindPlan, subject: String, logs: String) {
        let counterparty = plan.hasCounterparty ? Client(dice.whole(0...1999), seed: world.seed) : nil
        let amount = "\(dice.whole(20...4000)).\(dice.whole(10...99))"
        let currencies: [Zone: String] = [.johannesburg: "ZAR", .dakar: "XOF", .saoPaulo: "BRL", .bogota: "COP"]
        tell(
            .caseOpen,
            at: now,
            [
                ("kind", plan.kind), ("subject", subject), ("user", client.id),
                ("counterparty", counterparty.map { $0.id == client.id ? "demo-u0" : $0.id } ?? ""),
                ("amount", plan.isAboutMoney ? amount : ""),
                ("currency", plan.isAboutMoney ? currencies[client.zone] ?? "ZAR" : ""),
                ("text", filled(phrases.opening(plan.kind, &dice))), ("logs", logs),
            ]
        )
        // Of some matters the user writes more than the site says.
        if dice.chance(plan.talk / 2) { userAnswers(dice.pick(phrases.additions), after: 30) }
    }

    /// The case is taken and passes its stages, with news for the user.
    private mutating func advance(_ plan: KindPlan, by admin: Colleague, minutes: Double) {
        let wait = workTime(of: plan.team, minutes: minutes) / 2
        assign(to: admin, at: admin.done(from: now, after: wait))
        for stage in plan.stages {
            let pause = plan.kind == "dispute" ? dice.whole(5...30) * 3600 : plan.kind == "refund" ? 5400 : 300
            let eta = now + pause + 86_400
            tell(
                .caseUpdate,
                at: admin.done(from: now, after: pause / 10),
                [
                    ("admin", admin.id), ("stage", stage), ("eta", Instant(eta).description),
                    ("text", dice.chance(0.4) ? filled(dice.pick(phrases.summaries)) : ""),
                ]
            )
            now += pause
            if plan.kind == "dispute", dice.chance(0.8) { userAnswers(dice.pick(phrases.details), after: 120) }
        }
    }

    private mutating func decide(_ plan: KindPlan, _ outcome: String, by admin: Colleague, minutes: Double) {
        let reason = plan.reasons[outcome].map { dice.pick($0) } ?? ""
        if dice.chance(plan.talk * 0.6 + 0.04) {
            let work = workTime(of: plan.team, minutes: minutes / 3)
            let answer = phrases.decision(outcome)
            adminWrites("\(answer) {ref}", by: admin, at: admin.done(from: now, after: work), template: plan.kind)
        }
        let favoured = ["user": "user", "counterparty": "counterparty"][outcome] ?? ""
        let needsSteps = ["rejected", "more_documents", "warned", "suspended", "revise", "refused"].contains(outcome)
        resolve(
            by: admin,
            [
                ("outcome", outcome), ("reason", reason),
                ("next_steps", needsSteps ? dice.pick(phrases.steps) : ""),
                ("root_cause", plan.rootCauses.isEmpty ? "" : dice.pick(plan.rootCauses)),
                ("in_favour_of", plan.kind == "dispute" ? favoured : ""),
                ("impact", plan.kind == "visibility" ? "\(dice.whole(1...40)) views lost" : ""),
            ],
            minutes: minutes / 2
        )
    }

    /// Some do not leave it at that: they send what was asked for, appeal, or say thanks.
    private mutating func follow(_ plan: KindPlan, _ outcome: String, decidedBy admin: Colleague) {
        switch outcome {
        case "more_documents", "revise":
            guard dice.chance(0.7) else { return }
            userAnswers(dice.pick(phrases.details), after: 300)
            let next = attend(plan.team, minutes: plan.minutes / 2, to: plan.kind, saying: phrases.decision("approved"))
            resolve(by: next, [("outcome", "approved")])
        case "suspended", "warned", "upheld":
            guard plan.kind == "suspension", dice.chance(0.5) else { return }
            appeal(against: admin)
        default:
            if dice.chance(plan.talk * 0.2) { userAnswers(dice.pick(phrases.thanks), after: 40) }
        }
    }

    /// An appeal is a case of its own in the same conversation, decided by somebody else.
    private mutating func appeal(against decider: Colleague) {
        let subject = "\(reference)-A"
        tell(
            .caseOpen,
            at: now + dice.seconds(median: 500),
            [
                ("kind", "appeal"), ("subject", subject), ("user", client.id),
                ("text", filled(phrases.opening("appeal", &dice))),
            ]
        )
        let admin = attend("seniors", minutes: 40, to: "complaint", not: [decider.id])
        let isRight = dice.chance(0.68)
        let reason = isRight ? "decision_correct" : dice.pick(["new_evidence", "decision_mistaken"])
        resolve(by: admin, [("outcome", isRight ? "upheld" : "overturned"), ("reason", reason)], minutes: 30)
    }
}
