/// The model that a new system starts with, trained by `deploy/triage/workbench`.
package enum DefaultModel {
    /// The model; reading it takes some milliseconds, so keep it.
    package static func load() throws(TriageFailure) -> TriageModel {
        guard let bytes = Base64.bytes(of: weights) else { throw .damaged }
        return try TriageModel(serialized: bytes)
    }
}
