import Contract

extension BatchDecision {
    /// A user's entry, which replaces the one before.
    mutating func put(_ user: UserID, _ work: Work) {
        let key = UserEntry.Key(partition: work.partition, user: user)
        if let known = users[key], work.time < known.putAt { return refuse(.late, work, nil) }
        users[key] = UserEntry(
            key: key,
            putAt: work.time,
            language: work.fields.optional("language"),
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
        var admin = desk.admins[id] ?? Admin(id: id, capacity: rules.defaultCapacity, isActive: true, putAt: work.time)
        admin.name = fields.optional("name")
        admin.team = fields.optional("team")
        admin.language = fields.optional("languages")?.split(separator: ",").first.map(String.init)
        admin.capacity = fields.optional("capacity").flatMap { Int($0) } ?? rules.defaultCapacity
        admin.isActive = fields["active"] != "false"
        admin.putAt = work.time
        desk.admins[id] = admin
        putAdmins[id] = fields
        noteFreed(by: work)
        var changed = work.ownFields
        changed.append("status", admin.status.rawValue)
        emit("admin.changed", work, by: .service(fields["source"] ?? ""), changed)
        if admin.isGone, !wasGone { tellDeserted(admin, work) }
    }

    /// An admin comes, pauses or goes.
    mutating func present(_ id: AdminID, _ work: Work) {
        guard var admin = desk.admins[id] else { return refuse(.unknownAdmin, work, nil) }
        guard work.time >= admin.statusAt else { return refuse(.late, work, nil) }
        admin.status = work.fields["status"].flatMap(Admin.Status.init) ?? .offline
        admin.statusAt = work.time
        admin.isChanged = true
        desk.admins[id] = admin
        if admin.isFree { noteFreed(by: work) }
        var changed = work.ownFields
        changed.append("name", ifAny: admin.name)
        changed.append("team", ifAny: admin.team)
        emit("admin.changed", work, by: .admin(id.rawValue), changed)
        if admin.isGone { tellDeserted(admin, work) }
    }

    /// Writes to the partition of each case that the admin leaves unanswered.
    private mutating func tellDeserted(_ admin: Admin, _ work: Work) {
        for deserted in desk.deserted where deserted.admin == admin.id {
            send(
                LetterKind.adminLeft,
                to: deserted.partition,
                conversation: deserted.conversation,
                fields: ["case": deserted.id.rawValue, "admin": admin.id.rawValue],
                work
            )
        }
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
