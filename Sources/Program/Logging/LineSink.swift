import Synchronization
import SystemPackage

/// Where finished lines go, one call per line, so that lines of several lanes never mix.
package struct LineSink: Sendable {
    private let write: @Sendable ([UInt8]) -> Void

    /// A sink that gives each line, with its line feed, to a closure.
    package init(_ write: @escaping @Sendable ([UInt8]) -> Void) {
        self.write = write
    }

    /// The process's stderr.
    ///
    /// A line that cannot be written is dropped: there is nowhere left to complain.
    package static let standardError: LineSink = {
        let turn = Mutex(FileDescriptor.standardError)
        return LineSink { line in
            turn.withLock { descriptor in
                _ = try? descriptor.writeAll(line)
            }
        }
    }()

    /// The process's stdout.
    package static let standardOutput = LineSink { line in
        _ = try? FileDescriptor.standardOutput.writeAll(line)
    }

    func callAsFunction(_ line: [UInt8]) {
        write(line)
    }

    /// Writes text and a line feed.
    package func line(_ text: String) {
        write(Array(text.utf8) + [0x0A])
    }
}
