/// One thing that is wrong in a policy file.
package struct PolicyFault: Sendable, Hashable, CustomStringConvertible {
    /// The line, from 1.
    package let line: Int
    /// Where it stands, such as `sources.web.publish[2]`; empty for the file as a whole.
    package let path: String
    /// What is allowed there.
    package let message: String

    /// A fault of those parts.
    package init(line: Int, path: String, message: String) {
        self.line = line
        self.path = path
        self.message = message
    }

    package var description: String {
        path.isEmpty ? "line \(line): \(message)" : "line \(line): \(path): \(message)"
    }
}

/// Everything that is wrong in a policy file, by line; never empty.
package struct PolicyFaults: Error, Sendable, Hashable, CustomStringConvertible {
    /// The faults, by line.
    package let faults: [PolicyFault]

    init(_ faults: [PolicyFault]) {
        self.faults = faults
    }

    package var description: String {
        faults.map(\.description).joined(separator: "\n")
    }
}
