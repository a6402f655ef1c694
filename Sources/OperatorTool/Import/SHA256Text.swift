import Contract
import Crypto
import Foundation

/// SHA-256 digests as lower-case hexadecimal text.
enum SHA256Text {
    /// The digest of these bytes.
    static func of(_ bytes: [UInt8]) -> String { Hexadecimal.text(of: SHA256.hash(data: bytes)) }

    /// The digest of a file, read in blocks.
    static func ofFile(_ path: String) throws(ToolFailure) -> String {
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            var hash = SHA256()
            while let block = try handle.read(upToCount: 1 << 20), !block.isEmpty { hash.update(data: block) }
            return Hexadecimal.text(of: hash.finalize())
        } catch {
            throw .failed("cannot read \(path): check that it is there and that you may read it")
        }
    }

    /// The digest of these bytes, as bytes.
    static func bytes(of bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }
}
