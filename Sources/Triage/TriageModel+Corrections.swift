extension TriageModel {
    /// By how much the right category should lead, in scores before calibration.
    private static let margin: Float = 2
    /// The most that one correction moves at a time, so that a single mistake cannot upset the model.
    private static let boldness: Float = 0.5

    /// The model with the corrections of admins learned on top, in their order (passive-aggressive updates).
    ///
    /// Each correction is gone over as often as it counts messages (`weight`), or until it teaches nothing more: one that
    /// the model was trained with changes little.
    /// It depends on this model and the list alone. So a worker keeps the trained model and the corrections since, and
    /// derives the model in force from both again whenever one is added; nothing drifts, and any version can be had again.
    /// A correction to a category that the model does not know waits for the next training.
    package func corrected(by corrections: [Correction], weight: Int = Correction.standardWeight) -> TriageModel {
        var weights = categoryClassifier.weights.bytes.map { Float($0) * categoryClassifier.step }
        let known = corrections.compactMap { correction in
            categories.firstIndex(of: correction.category).map { (correction.buckets, $0) }
        }
        guard !known.isEmpty else { return self }
        for _ in 0..<weight {
            var isNews = false
            for (buckets, label) in known where learn(buckets, label, into: &weights) { isNews = true }
            if !isNews { break }
        }
        var model = self
        model.categoryClassifier = LinearClassifier(
            classes: categories,
            weights: weights,
            biases: categoryClassifier.biases,
            step: categoryClassifier.step,
            temperature: categoryClassifier.temperature,
            sureFrom: categoryClassifier.sureFrom
        )
        return model
    }

    /// Moves the right category up and its strongest rival down, unless the one leads by the margin already.
    private func learn(_ buckets: [UInt16], _ label: Int, into weights: inout [Float]) -> Bool {
        let count = categories.count
        let unit = 1 / Float(max(buckets.count, 1)).squareRoot()
        var scores = categoryClassifier.biases
        for bucket in buckets {
            for place in 0..<count {
                scores[place] += weights[Int(bucket) * count + place] * unit
            }
        }
        guard let rival = scores.indices.filter({ $0 != label }).max(by: { scores[$0] < scores[$1] }) else {
            return false
        }
        let loss = Self.margin - (scores[label] - scores[rival])
        guard loss > 0 else { return false }
        let change = min(Self.boldness, loss / 2) * unit
        for bucket in buckets {
            weights[Int(bucket) * count + label] += change
            weights[Int(bucket) * count + rival] -= change
        }
        return true
    }
}
