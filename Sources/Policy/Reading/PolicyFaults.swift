/// One thing that is wrong in a policy file, or in a file that it names.
package struct PolicyFault: Sendable, Hashable, CustomStringConvertible {
    /// The path of the file beside the policy in which it is; nil for the policy file itself.
    package let file: String?
    /// The line, from 1.
    package let line: Int
    /// Where it stands, such as `sources.web.publish[2]`; empty for the file as a whole.
    package let path: String
    /// What is allowed there.
    package let message: String

    /// A fault of those parts.
    package init(file: String? = nil, line: Int, path: String, message: String) {
        self.file = file
        self.line = line
        self.path = path
        self.message = message
    }

    package var description: String {
        let parts = [file, "line \(line)", path.isEmpty ? nil : path, message]
        return parts.compactMap(\.self).joined(separator: ": ")
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
