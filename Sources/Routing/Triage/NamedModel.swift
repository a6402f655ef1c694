package import Triage

/// A model with the name that history knows it by.
package struct NamedModel: Sendable, Equatable {
    package let model: TriageModel
    /// Its version, with the number of corrections learned on top if there are some: `3`, `3+17`; 0 is the built-in one.
    package let version: String

    /// That model, with corrections learned on top.
    package init(_ model: TriageModel, version: Int64, corrections: [Correction] = [], weight: Int = 1) {
        self.model = corrections.isEmpty ? model : model.corrected(by: corrections, weight: weight)
        self.version = corrections.isEmpty ? "\(version)" : "\(version)+\(corrections.count)"
    }
}
