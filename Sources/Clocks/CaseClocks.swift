package import Contract
import Policy

/// The clocks of a case: a function of its facts, of the policies that they keep to, and of how far time is known.
package enum CaseClocks {
    /// All clocks of the case, in the order in which they started.
    ///
    /// The facts are sorted, each there once; what should happen by itself up to `asOf` has happened. A clock whose
    /// version of the policy `terms` does not know is measured without a target. The revisions are those versions that
    /// were applied since the case began, in their order: they re-plan what is open then. What is settled is left out.
    package static func clocks(
        of facts: [Fact],
        asOf: Instant,
        revisions: [Revision] = [],
        settled: Settled? = nil,
        terms: (Int64) -> Terms?
    ) -> [Clock] {
        guard let course = Course(facts) else { return [] }
        return course.runs.flatMap { run -> [Clock] in
            if settled?.covers(run) == true { return [] }
            let eras = Era.eras(of: run, revisions, terms: terms)
            let reckoning = Reckoning(run: run, course: course, asOf: asOf, eras: eras)
            let laid = reckoning.laidPromises
            if laid.isEmpty { return [reckoning.bareClock] }
            return laid.compactMap { reckoning.clock($0) }
        }
    }

    /// The versions of the policy that the case's clocks may keep to.
    package static func versions(of facts: [Fact], revisions: [Revision] = []) -> Set<Int64> {
        Set(facts.map(\.policy)).union(revisions.map(\.version))
    }
}

/// A promise, with when it came to hold for a case and when it ceased to.
struct LaidPromise {
    let name: Name<Promise>
    var from: Instant
    var withdrawn: Withdrawal?

    /// When and why a promise ceased to hold.
    struct Withdrawal {
        let moment: Moment
        /// Whether another policy withdrew it, and not what became of the case.
        let isByPolicy: Bool
    }
}
