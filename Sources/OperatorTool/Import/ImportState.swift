import Foundation

/// How far an import has come; written while it goes on, read by the run that takes it up again.
struct ImportState: Codable, Equatable {
    /// Everything before it is settled: it has a receipt, or it is among the rejected rows.
    var position = ImportPosition()
    var counts = ImportCounts()
    /// The length that the file of rejected rows had then.
    var rejectedLength: UInt64 = 0
}

/// What became of the rows that are settled.
struct ImportCounts: Codable, Equatable {
    var accepted = 0
    var duplicate = 0
    var rejected = 0

    /// All of them.
    var total: Int { accepted + duplicate + rejected }
}

/// The file that holds an import's state, named by what is imported and where to.
///
/// It stands under `$XDG_STATE_HOME/saypro`, by default `~/.local/state/saypro`; without a home directory beside the input.
struct ImportStateFile {
    let path: String

    /// The state of importing the file with this digest to this place (server and prefix).
    init(input: String, digest: String, target: String, environment: [String: String]) {
        let name = "import-\(digest.prefix(16))-\(SHA256Text.of(Array(target.utf8)).prefix(8)).json"
        if let state = environment["XDG_STATE_HOME"], !state.isEmpty {
            path = "\(state)/saypro/\(name)"
        } else if let home = environment["HOME"], !home.isEmpty {
            path = "\(home)/.local/state/saypro/\(name)"
        } else {
            path = "\(input).\(name)"
        }
    }

    /// The state that an earlier run left, or nil.
    func load() -> ImportState? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        return try? JSONDecoder().decode(ImportState.self, from: data)
    }

    /// Writes the state in the place of the earlier one, whole or not at all.
    func save(_ state: ImportState) throws(ToolFailure) {
        let url = URL(fileURLWithPath: path)
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try JSONEncoder().encode(state).write(to: url, options: .atomic)
        } catch {
            throw .failed("cannot write \(path), which remembers how far the import is: set XDG_STATE_HOME elsewhere")
        }
    }

    /// Forgets the state: the import is complete.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
    }
}
