extension Candidate {
    /// Whether the entry came through a door that one source has for itself.
    var isOnPrivateDoor: Bool { entry.door != nil }

    /// Whether the entry came through a private door and names a source that is not the door's.
    var namesAnotherSource: Bool {
        guard let door = entry.door, let named = value(.source) else { return false }
        return named != door.rawValue
    }

    /// Who published the entry: the source of its door, or the one that it names.
    func source() throws(Rejection) -> SourceID {
        guard let source = entry.door ?? value(.source).flatMap(SourceID.init(rawValue:)) else {
            let detail = "`source` \(ValueShape.source.expectation)."
            throw Rejection(code: .badValue, field: FieldName.source.text, detail: detail)
        }
        return source
    }

    /// When it happened, never later than it arrived, and whether that counts as backfill.
    ///
    /// Without `time` it is the entry's Redis time, which is not the publisher's word: it is neither refused nor
    /// backfill, however late the entry is read.
    func time(mayBackfill: Bool) throws(Rejection) -> (time: Instant, isBackfill: Bool) {
        guard let time = value(.time).flatMap(Instant.init(rfc3339:)) else {
            return (min(entry.id.instant, arrivedAt), false)
        }
        if time > arrivedAt + Limits.future {
            let detail = "`time` is at most 5 minutes ahead of the entry's arrival."
            throw Rejection(code: .timeInFuture, field: FieldName.time.text, detail: detail)
        }
        let isBackfill = time < arrivedAt - Limits.past
        if isBackfill && !mayBackfill {
            let detail = "`time` is at most 24 hours behind the entry's arrival, unless the source may backfill."
            throw Rejection(code: .badValue, field: FieldName.time.text, detail: detail)
        }
        if time < Limits.earliest {
            let detail = "`time` is not before 2000-01-01T00:00:00Z."
            throw Rejection(code: .badValue, field: FieldName.time.text, detail: detail)
        }
        return (min(time, arrivedAt), isBackfill)
    }

    /// Refuses the entry unless it is signed with the key; without a key nothing can be right.
    func requireSignature(key: [UInt8]?) throws(Rejection) {
        guard let key else {
            throw Self.badSignature(Rejection.noKey)
        }
        guard let signature = value(.sig), Signature.verify(signature, of: entry.fields, key: key) else {
            throw Self.badSignature(
                "`sig` is v1= and the hexadecimal HMAC-SHA-256 of all other fields with the source's key."
            )
        }
    }

    private static func badSignature(_ detail: String) -> Rejection {
        Rejection(code: .badSignature, field: FieldName.sig.text, detail: detail)
    }

    /// The entry as a submission, all rules being kept.
    func submission(
        of table: FieldTable,
        source: SourceID,
        time: (time: Instant, isBackfill: Bool)
    ) -> Submission {
        var own = Fields()
        own.reserve(entry.fields.count)
        var content = ContentDigest.Builder()
        let given = scan.present | FieldName.source.bit
        for index in table.bits.indices where given & table.bits[index] != 0 {
            let row = table.rows[index]
            let value = row.rule.name == .source ? source.rawValue : scan.value(at: row.place, in: fields)
            if row.isOwn { own.append(row.text, row.isList ? ListShape.withoutBlanks(value) : value) }
            if row.isContent { content.append(row.text, value) }
        }
        for (name, value) in ownNamedFields() {
            own.append(name, value)
            content.append(name, value)
        }
        return Submission(
            source: source,
            id: value(.id) ?? "",
            type: table.type,
            time: time.time,
            isBackfill: time.isBackfill,
            conversation: table.type.isDirectory ? nil : value(.conversation).map(ConversationID.init(rawValue:)),
            partitionKey: partitionKey(of: table.type),
            fields: own,
            traceparent: value(.traceparent),
            digest: content.digest()
        )
    }

    private func partitionKey(of type: CommandType) -> String {
        switch type.partitionKey {
        case .field(let name): value(name) ?? ""
        case .none: ""
        }
    }

    /// The fields whose names begin with `x-`, by the bytes of their names.
    private func ownNamedFields() -> [(String, String)] {
        guard !scan.others.isEmpty else { return [] }
        return scan.others
            .compactMap { index in
                fields[index].name.text.flatMap { name in fields[index].value.text.map { (name, $0) } }
            }
            .sorted { $0.0.utf8.lexicographicallyPrecedes($1.0.utf8) }
    }
}
