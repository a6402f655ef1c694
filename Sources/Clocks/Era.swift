package import Contract

/// A version of the policy that was applied while cases were open.
package struct Revision: Sendable, Hashable {
    /// Its number.
    package let version: Int64
    /// When it was applied.
    package let at: Instant

    /// That version, applied then.
    package init(version: Int64, at: Instant) {
        self.version = version
        self.at = at
    }
}

/// A time in which one version of the policy is the newest, as far as one measurement is concerned.
struct Era {
    /// When it begins; for ever ago for the first one.
    let from: Instant
    let terms: Terms

    /// The eras of a run: that of the version that it started under, and those of later ones that say something else
    /// about clocks; none when the first is not known.
    static func eras(of run: Run, _ revisions: [Revision], terms: (Int64) -> Terms?) -> [Era] {
        guard let first = terms(run.policy) else { return [] }
        var eras = [Era(from: Instant(microseconds: .min), terms: first)]
        for revision in revisions where revision.version > run.policy && revision.at > run.start.time {
            if let end = run.end, end.moment.time <= revision.at { break }
            guard let next = terms(revision.version), next.twin != eras.last?.terms.twin else { continue }
            eras.append(Era(from: revision.at, terms: next))
        }
        return eras
    }
}

extension [Era] {
    /// The place of the era that an instant lies in.
    func place(at instant: Instant) -> Int? { lastIndex { $0.from <= instant } }
}
