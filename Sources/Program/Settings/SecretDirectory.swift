import FoundationEssentials

/// The directory that holds one file per secret.
package struct SecretDirectory: Sendable, Equatable {
    package let path: String

    init(path: String) throws(ValueFault) {
        do {
            _ = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw ValueFault("it is not a directory that can be read")
        }
        self.path = path
    }

    /// The bytes of a secret less one trailing newline; nil when there is no such file.
    ///
    /// - Throws: a fault with status 78 when the file is there but empty or unreadable.
    package func secret(_ name: String) throws(StartFault) -> [UInt8]? {
        let file = "\(path)/\(name)"
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        guard var bytes = (try? Data(contentsOf: URL(filePath: file))).map(Array.init) else {
            throw Self.fault(name, "cannot be read; check its owner and mode")
        }
        if bytes.last == 0x0A { bytes.removeLast() }
        guard !bytes.isEmpty else {
            throw Self.fault(name, "is empty; write it or remove the file")
        }
        return bytes
    }

    private static func fault(_ name: String, _ sentence: String) -> StartFault {
        StartFault(.configuration, "the secret \(name) in SAYPRO_SECRETS \(sentence)")
    }
}
