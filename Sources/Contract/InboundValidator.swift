/// Judges entries by the rules of the contract, in the order that the contract gives them.
///
/// What needs earlier entries, conflict and rate, is not judged here.
package struct InboundValidator: Sendable {
    private let publishers: [SourceID: Publisher]
    private let sharedDoorOpen: Bool

    /// A validator by the rules of one policy.
    package init(rules: InboundRules) {
        publishers = rules.sources.reduce(into: [:]) { publishers, source in
            publishers[source.key] = Publisher(source.value, key: rules.keys[source.key])
        }
        sharedDoorOpen = rules.sharedDoorOpen
    }

    /// The entry as a submission, or the first rule that it breaks.
    ///
    /// `arrivedAt` is what the entry's time is held against: the Redis time of its id, or the server's clock where
    /// the id cannot be trusted. An entry that is read late is judged as a prompt one, so it should not be "now".
    package func validate(_ entry: InboundEntry, arrivedAt: Instant) throws(Rejection) -> Submission {
        let scan = EntryScan(entry)
        if scan.isSuspect, let rejection = EnvelopeRules(entry).rejection() {
            throw rejection
        }
        var candidate = Candidate(entry: entry, scan: scan, arrivedAt: arrivedAt)
        if scan.hasWideText { candidate.normalize() }
        let place = try candidate.requireType()
        let table = FieldTable.all[place]
        try candidate.requireFields(of: table)
        try candidate.refuseUnknownFields(of: table)
        try candidate.requireValues(of: table)
        let source = try candidate.source()
        let publisher = publishers[source]
        let time = try candidate.time(mayBackfill: publisher?.mayBackfill ?? false)
        try authorize(publisher, for: candidate, typeAt: place)
        return candidate.submission(of: table, source: source, time: time)
    }

    private func authorize(
        _ publisher: Publisher?,
        for candidate: borrowing Candidate,
        typeAt place: Int
    ) throws(Rejection) {
        if let fault = doorFault(publisher, for: candidate) {
            throw Rejection(code: .unauthorizedSource, field: FieldName.source.text, detail: fault)
        }
        guard let publisher, publisher.mayPublish(typeAt: place) else {
            throw Rejection(
                code: .unauthorizedSource,
                field: FieldName.source.text,
                detail: "The policy names the types that a source may publish; this one is not among them."
            )
        }
        if publisher.mustSign {
            try candidate.requireSignature(key: publisher.key)
        }
    }

    private func doorFault(_ publisher: Publisher?, for candidate: borrowing Candidate) -> String? {
        if candidate.namesAnotherSource { return "On a private door `source` is the door's own source." }
        guard let publisher else { return "`source` is one of the sources that the policy names." }
        switch (candidate.isOnPrivateDoor, publisher.door) {
        case (false, .private): return "This source publishes through its private door only."
        case (true, .shared): return "This source publishes through the shared door only."
        case (false, .shared) where !sharedDoorOpen:
            return "The shared door is closed; publish through a private door."
        default: return nil
        }
    }
}
