import Contract
import Foundation
import Synchronization

/// Where a command writes: answers to standard output, progress and errors to standard error.
///
/// Colour and the moving progress bar are used only where the stream is a terminal.
final class Console: Sendable {
    /// What a captured console has been given so far.
    struct Captured: Sendable {
        var output = ""
        var errors = ""
    }

    /// Whether standard output is a terminal that wants colour.
    let hasColour: Bool
    /// Whether standard error is a terminal, so that a line may be overwritten.
    let showsProgressBar: Bool
    private let captures: Bool
    /// Whether somebody sits at a terminal who can be asked.
    private let canAsk: Bool
    /// What that somebody will answer, when this console captures.
    private let answers: Mutex<[String]>
    private let text = Mutex(Captured())
    private let outlet = Mutex(Outlet.open)

    /// A console on the streams of the process.
    init(environment: [String: String]) {
        hasColour = isatty(STDOUT_FILENO) == 1 && environment["NO_COLOR", default: ""].isEmpty
        showsProgressBar = isatty(STDERR_FILENO) == 1
        canAsk = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
        answers = Mutex([])
        captures = false
    }

    /// A console that keeps what it is given, at which somebody gives those answers; nobody sits there without any.
    init(answers: [String] = []) {
        canAsk = !answers.isEmpty
        self.answers = Mutex(answers)
        hasColour = false
        showsProgressBar = false
        captures = true
    }

    /// What was written so far, when this console captures.
    var captured: Captured { text.withLock { $0 } }

    /// Whether standard output takes no more, as when nobody reads the other end of a pipe.
    var isClosed: Bool { outlet.withLock { $0 != .open } }

    /// Why part of the answer was not written, where somebody may wait for it: a disk is full, say.
    var fault: String? {
        outlet.withLock { outlet in if case .broken(let reason) = outlet { reason } else { nil } }
    }

    /// Writes a line to standard output.
    func write(_ line: String) { write(exactly: line + "\n") }

    /// Writes a text to standard output as it is.
    func write(exactly part: String) {
        if captures {
            text.withLock { $0.output += part }
        } else {
            put(part, on: .standardOutput)
        }
    }

    /// Writes JSON on one line to standard output.
    func write(_ value: JSONValue) { write(value.description) }

    /// Writes a line to standard error.
    func report(_ line: String) { reportPart(line + "\n") }

    /// Writes text to standard error without ending the line.
    func reportPart(_ part: String) {
        if captures {
            text.withLock { $0.errors += part }
        } else {
            put(part, on: .standardError)
        }
    }

    /// Asks on the terminal whether something is to be done; nil when nobody can be asked.
    func agrees(to question: String) -> Bool? {
        guard canAsk else { return nil }
        reportPart("\(question) [y/N] ")
        let answer = captures ? answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } : readLine()
        return ["y", "yes"].contains(answer?.lowercased() ?? "")
    }

    /// The text in a colour where the terminal has it.
    func paint(_ text: String, _ colour: Colour) -> String {
        hasColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// The colours that answers use.
    enum Colour: Int { case red = 31, green = 32, yellow = 33, grey = 90, bold = 1 }

    /// What becomes of what is written to standard output.
    private enum Outlet: Equatable {
        case open
        /// Nobody wants to read any more.
        case closed
        case broken(String)
    }

    private func put(_ text: String, on handle: FileHandle) {
        do {
            try handle.write(contentsOf: Data(text.utf8))
        } catch {
            // Progress that nobody sees does not matter.
            guard handle === FileHandle.standardOutput else { return }
            let error = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError ?? error as NSError
            outlet.withLock {
                guard $0 == .open else { return }
                $0 =
                    error.domain == NSPOSIXErrorDomain && error.code == EPIPE
                    ? .closed : .broken(error.localizedFailureReason ?? error.localizedDescription)
            }
        }
    }
}
