import Contract

extension Tale {
    /// The user writes.
    mutating func userWrites(_ text: String, at time: Int? = nil, _ more: [(String, String)] = []) {
        let shows = dice.chance(0.05)
        let picture =
            #"[{"url":"https://cdn.example/\#(reference).jpg","name":"\#(reference).jpg","type":"image/jpeg","size":\#(dice.whole(40_000...2_400_000))}]"#
        tell(
            .messagePost,
            at: time,
            [
                ("role", "user"), ("text", filled(text)), ("user", client.id), ("channel", channel),
                ("language", client.language), ("region", client.region), ("campaign", campaign),
                ("attachments", shows ? picture : ""),
            ] + more
        )
    }

    /// The user writes after a while, at an hour at which people do.
    mutating func userAnswers(_ text: String, after minutes: Double) {
        var time = now + dice.seconds(median: minutes, spread: 1)
        let hour = (time + client.zone.offset) % 86_400 / 3600
        if hour < 6 { time += (7 - hour) * 3600 + dice.whole(0...5400) }
        userWrites(text, at: time)
    }

    /// An admin writes to the user; the time is that of the admin's work.
    mutating func adminWrites(_ text: String, by admin: Colleague, at time: Int, template: String) {
        let isTemplate = dice.chance(admin.templates)
        tell(
            .messagePost,
            at: time,
            [
                ("role", "admin"), ("text", filled(text)), ("admin", admin.id), ("channel", channel),
                ("language", client.language), ("visibility", "public"), ("template", isTemplate ? template : ""),
                ("template_edited", isTemplate ? (dice.chance(0.45) ? "true" : "false") : ""),
            ]
        )
    }

    /// A note among admins.
    mutating func adminNotes(_ text: String, by admin: Colleague) {
        tell(
            .messagePost,
            [
                ("role", "admin"), ("text", text), ("admin", admin.id), ("channel", channel),
                ("language", "en"), ("visibility", "private"),
            ]
        )
    }

    /// The automation says that the message has come.
    mutating func botAcknowledges() {
        tell(
            .messagePost,
            at: now + 2,
            [
                ("role", "bot"), ("text", filled(phrases.summaries[0])), ("bot", "greeter"), ("channel", channel),
                ("language", client.language),
            ]
        )
    }

    /// An admin of the team takes the case, and answers the user when there has been time to.
    ///
    /// Half of the work is the wait in the queue, the rest is with the admin.
    @discardableResult
    mutating func attend(
        _ team: String,
        minutes: Double,
        to topic: String,
        saying text: String? = nil,
        not excluded: Set<String> = []
    ) -> Colleague {
        let admin = world.office.takes(team, client.language, at: now, not: excluded, &dice)
        let work = workTime(of: team, minutes: minutes)
        assign(to: admin, at: admin.done(from: now, after: work / 2))
        if dice.chance(0.05) { adminNotes(Self.notes[dice.whole(0...Self.notes.count - 1)], by: admin) }
        let answer = text ?? phrases.answer(topic, &dice)
        adminWrites(answer, by: admin, at: admin.done(from: now, after: work / 2), template: topic)
        return admin
    }

    /// How long the team needs for something, as hard pressed as it is now.
    mutating func workTime(of team: String, minutes: Double) -> Int {
        Int(Double(dice.seconds(median: minutes)) * world.season.pressure(on: team, at: now))
    }

    /// The admin ends the case.
    mutating func resolve(by admin: Colleague, _ fields: [(String, String)] = [], minutes: Double = 6) {
        let summary = filled(dice.pick(phrases.summaries))
        tellFreeing(
            .caseResolve,
            at: admin.done(from: now, after: dice.seconds(median: minutes)),
            [("admin", admin.id), ("summary", summary)] + fields
        )
        noteResolve(by: admin)
    }

    private static let notes = [
        "Same user as last week, see the earlier case.", "Checked with listings, it is a known matter.",
        "Second report about this number today.", "Waiting for a picture before I decide.",
    ]
}
