import ArgumentParser
import BusinessTime
import Contract
import Program

/// The lines with questions, answered one by one.
struct CalendarQuestions {
    /// The file to read; standard input if nil.
    let file: String?
    let console: Console
    private let known = KnownCalendars()

    init(file: String?, console: Console) {
        self.file = file
        self.console = console
    }

    /// Writes the answer to each line, or why there is none; ends with status 1 if there was none to any.
    func answer(_ reply: (CalendarQuestion) throws(CalendarError) -> JSONValue) throws {
        var hasFailed = false
        try forEachLine { line in
            do throws(CalendarError) {
                console.write(try reply(CalendarQuestion(line: line, known: known)))
            } catch {
                hasFailed = true
                console.write(["error": .string(error.sentence)])
            }
            return !console.isClosed
        }
        if hasFailed { throw ExitCode(ToolFailure.failed("").status.rawValue) }
    }

    /// Goes through the lines that are not blank, until one answers false.
    private func forEachLine(_ body: (String) -> Bool) throws {
        guard let file else {
            while let line = readLine() {
                guard line.allSatisfy(\.isWhitespace) || body(line) else { return }
            }
            return
        }
        var source = try ByteSource(path: file)
        while try source.peek() != nil {
            var bytes: [UInt8] = []
            while let byte = try source.next(), byte != UInt8(ascii: "\n") { bytes.append(byte) }
            let line = String(decoding: bytes, as: UTF8.self)
            guard line.allSatisfy(\.isWhitespace) || body(line) else { return }
        }
    }
}

/// Why a line has no answer.
struct CalendarError: Error {
    let sentence: String

    init(_ sentence: String) {
        self.sentence = sentence
    }
}
