/// Where the files are that a policy names: in the folder of the policy file, or kept with its version.
package protocol PolicyFiles {
    /// What is under the path, which is counted from the policy's folder.
    func content(of path: String, atMost bytes: Int) -> PolicyFileContent
    /// The names of the folder's files, sorted; nil when there is no such folder.
    func names(in folder: String) -> [String]?
}

/// What is under a path that a policy names.
package enum PolicyFileContent: Sendable, Hashable {
    /// The file's text.
    case text(String)
    /// There is no such file, or none that may be used; says what to do.
    case unusable(String)
    /// Nobody can say any more: the version was applied before files were kept.
    case notKept
}

/// The files that are kept with a version of the policy, by their paths.
package struct KeptFiles: PolicyFiles, Sendable, Hashable {
    /// The texts by their paths.
    package var texts: [String: String]

    /// Those files.
    package init(_ texts: [String: String]) { self.texts = texts }

    package func content(of path: String, atMost bytes: Int) -> PolicyFileContent {
        texts[path].map(PolicyFileContent.text) ?? .notKept
    }

    package func names(in folder: String) -> [String]? {
        let start = "\(folder)/"
        return texts.keys.filter { $0.hasPrefix(start) }.map { String($0.dropFirst(start.count)) }.sorted()
    }
}
