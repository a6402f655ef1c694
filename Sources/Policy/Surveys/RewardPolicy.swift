/// What users get for answering, whatever they answer.
package struct RewardPolicy: Sendable, Hashable {
    /// A limit on what a user gets.
    package struct Cap: Sendable, Hashable {
        /// How many points at most.
        package var points: Int
        /// In what time.
        package var within: Duration

        /// A limit of those parts.
        package init(points: Int, within: Duration) {
            self.points = points
            self.within = within
        }
    }

    /// Points for the first answer about a cycle; 0 for no rewards.
    package var points = 0
    /// More points when the answer has a comment.
    package var commentPoints = 0
    /// The limit on what a user gets; nil for none.
    package var cap: Cap?
    /// How long a reward can be taken back; nil for always.
    package var reversibleFor: Duration?

    /// No rewards.
    package init() {}
}
