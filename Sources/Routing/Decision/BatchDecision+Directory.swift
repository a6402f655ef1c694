import Contract
import Pipeline

extension BatchDecision {
    /// A user's entry, which replaces the one before.
    mutating func put(_ user: UserID, _ work: Work) {
        let key = UserEntry.Key(partition: work.partition, user: user)
        if let known = users[key], work.time < known.putAt { return refuse(.late, work, nil) }
        users[key] = UserEntry(
            key: key,
            putAt: work.time,
            language: work.fields.optional("language"),
            region: work.fields.optional("region"),
            email: work.fields.optional("email"),
            isVerified: work.fields.truth("verified"),
            name: work.fields.optional("name"),
            fields: work.fields
        )
        putUsers.insert(key)
        emit("user.changed", work, by: .service(work.fields["source"] ?? ""), work.ownFields)
    }

    /// The end of a user's entry; an entry of an earlier time does not bring it back.
    mutating func erase(_ user: UserID, _ work: Work) {
        let key = UserEntry.Key(partition: work.partition, user: user)
        if let known = users[key], work.time < known.putAt { return refuse(.late, work, nil) }
        users[key] = UserEntry(key: key, putAt: work.time, language: nil, isErased: true)
        putUsers.insert(key)
        var fields = work.ownFields
        fields.append("erased", "true")
        emit("user.changed", work, by: .service(work.fields["source"] ?? ""), fields)
    }

    /// An admin's entry, which replaces the one before; presence and load stay.
    mutating func put(_ id: AdminID, _ work: Work) {
        let fields = work.fields
        if let known = desk.admins[id], work.time < known.putAt { return refuse(.late, work, nil) }
        let wasGone = desk.admins[id]?.isGone ?? true
        var admin = desk.admins[id] ?? Admin(id: id, isActive: true, putAt: work.time)
        admin.name = fields.optional("name")
        admin.team = fields.optional("team")
        admin.languages = fields.list("languages")
        admin.regions = Set(fields.list("regions"))
        admin.skills = Set(fields.list("skills"))
        admin.isSenior = fields["senior"] == "true"
        admin.calendar = fields.optional("calendar")
        admin.ownCapacity = fields.optional("capacity").flatMap { Int($0) }
        admin.isActive = fields["active"] != "false"
        admin.putAt = work.time
        admin.settle(by: rules, at: now)
        desk.admins[id] = admin
        putAdmins[id] = fields
        noteFreed(by: work)
        var changed = work.ownFields
        changed.append("status", admin.status.rawValue)
        emit("admin.changed", work, by: .service(fields["source"] ?? ""), changed)
        if !admin.isGone || !wasGone { tellUnanswered(of: admin, work) }
        lookLater(after: admin, work)
    }

    /// An admin comes, pauses or goes.
    mutating func present(_ id: AdminID, _ work: Work) {
        guard var admin = desk.admins[id] else { return refuse(.unknownAdmin, work, nil) }
        guard work.time >= admin.statusAt else { return refuse(.late, work, nil) }
        admin.status = work.fields["status"].flatMap(Admin.Status.init) ?? .offline
        admin.statusAt = work.time
        admin.isChanged = true
        desk.admins[id] = admin
        // Who leaves may be the one of a team for whom cases wait that others could have.
        noteFreed(by: work)
        var changed = work.ownFields
        changed.append("name", ifAny: admin.name)
        changed.append("team", ifAny: admin.team)
        emit("admin.changed", work, by: .admin(id.rawValue), changed)
        tellUnanswered(of: admin, work)
        lookLater(after: admin, work)
    }

    /// A shift of the admin has begun or ended, or cases have waited long enough for the admin's answer.
    mutating func look(after id: AdminID, _ work: Work) {
        guard let admin = desk.admins[id], admin.isActive, admin.status != .offline else { return }
        noteFreed(by: work)
        tellUnanswered(of: admin, work)
        lookLater(after: admin, work)
    }

    /// Writes to the partition of each case that the admin leaves unanswered, or has left unanswered for too long.
    private mutating func tellUnanswered(of admin: Admin, _ work: Work) {
        let reason = admin.isGone ? admin.leavingReason : AssignmentReason.timedOut
        for unanswered in desk.unanswered where unanswered.admin == admin.id {
            if reason == AssignmentReason.timedOut {
                guard let timeout = rules.assignmentTimeout, unanswered.takenAt + timeout <= now else { continue }
            }
            send(
                LetterKind.adminLeft,
                to: unanswered.partition,
                conversation: unanswered.conversation,
                fields: ["case": unanswered.id.rawValue, "admin": admin.id.rawValue, "reason": reason],
                work
            )
        }
    }

    /// Sets the admin's timer for the next shift change or the next time to answer that may run out.
    ///
    /// One timer an admin, not one an assignment: whatever is assigned after now cannot run out before the timer is due.
    private mutating func lookLater(after admin: Admin, _ work: Work) {
        let key = "\(TimerKind.look.rawValue):\(admin.id)"
        guard admin.isActive, admin.status != .offline, admin.statusAt.microseconds > .min else {
            return timers.append(.cancel(partition: work.partition, key: key))
        }
        let calendar = rules.calendar(admin.calendar, ofTeam: admin.team)
        let change = calendar.flatMap { rules.nextShiftChange($0, now) }.map { max($0, now + .seconds(1)) }
        let timeout = admin.isGone ? nil : rules.assignmentTimeout
        let runOut = timeout.map { timeout in
            let earliest = desk.unanswered.filter { $0.admin == admin.id && $0.takenAt + timeout > now }.map(\.takenAt)
            return min(earliest.min() ?? now, now) + timeout
        }
        guard let due = [change, runOut].compactMap(\.self).min() else {
            return timers.append(.cancel(partition: work.partition, key: key))
        }
        timers.append(
            .set(
                partition: work.partition,
                key: key,
                due: due,
                conversation: admin.id.rawValue,
                fields: ["admin": admin.id.rawValue, "cause": work.cause]
            )
        )
    }
}

extension Work {
    /// The command's own fields, without what belongs to its envelope.
    fileprivate var ownFields: Fields {
        var fields = Fields()
        fields.append(ownOf: self.fields)
        return fields
    }
}

extension Fields {
    /// The members of a comma-separated field; none when it is absent.
    fileprivate func list(_ name: String) -> [String] {
        optional(name)?.split(separator: ",").map(String.init) ?? []
    }
}
