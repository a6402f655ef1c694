package import Contract

/// What the policy file says, checked.
///
/// This version of the program knows `version` and `sources`; other keys of the contract are refused until it does.
package struct Document: Sendable, Hashable {
    /// The version of the file's form; 1 is the only one so far.
    package let version: Int
    /// The publishers and what each may do.
    package let sources: [SourceID: SourceRights]
    /// Whether the streams that all sources share are open.
    package let sharedDoorOpen: Bool

    /// Reads the file's text, or tells all of its faults.
    package init(yaml: String) throws(PolicyFaults) {
        var faults = FaultList()
        let document = DocumentReader.read(yaml, &faults)
        guard let document, faults.isEmpty else { throw PolicyFaults(faults.sorted) }
        self = document
    }

    init(version: Int, sources: [SourceID: SourceRights], sharedDoorOpen: Bool) {
        self.version = version
        self.sources = sources
        self.sharedDoorOpen = sharedDoorOpen
    }
}

extension Document {
    /// The names of the signing keys that the sources use, sorted; each is a file in the directory of secrets.
    package var keyNames: [String] {
        Set(sources.values.compactMap(\.key)).sorted()
    }

    /// The rules for entries, with the keys that could be read, by their names.
    ///
    /// A source whose key is not among them is refused.
    package func inboundRules(keys: [String: [UInt8]]) -> InboundRules {
        InboundRules(
            sources: sources,
            keys: sources.compactMapValues { rights in rights.key.flatMap { keys[$0] } },
            sharedDoorOpen: sharedDoorOpen
        )
    }
}
