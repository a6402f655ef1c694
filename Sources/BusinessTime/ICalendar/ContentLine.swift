/// A line of an iCalendar file: its name, parameters and value (RFC 5545, 3.1).
struct ContentLine {
    /// The first of the lines it was folded into, from 1.
    let number: Int
    /// In capitals.
    let name: String
    /// By their names in capitals; values that were in quotes without them.
    let parameters: [String: String]
    let value: String

    /// The lines of a file, unfolded; blank ones are passed over.
    static func lines(of text: String) throws(ICalendarFault) -> [ContentLine] {
        var folded: [(number: Int, text: String)] = []
        let physical = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        for (index, line) in physical.enumerated() {
            if let first = line.first, first == " " || first == "\t" {
                guard !folded.isEmpty else {
                    throw ICalendarFault(line: 1, message: "the first line continues none")
                }
                folded[folded.endIndex - 1].text += line.dropFirst()
            } else if !line.isEmpty {
                folded.append((index + 1, String(line)))
            }
        }
        var lines: [ContentLine] = []
        for (number, text) in folded { lines.append(try ContentLine(text, number: number)) }
        return lines
    }

    private init(_ text: String, number: Int) throws(ICalendarFault) {
        var parts: [String] = [""]
        var quoted = false
        var rest = Substring(text)
        while let character = rest.popFirst(), quoted || character != ":" {
            switch character {
            case "\"": quoted.toggle()
            case ";" where !quoted: parts.append("")
            default: parts[parts.endIndex - 1].append(character)
            }
        }
        let name = parts.removeFirst().uppercased()
        guard !name.isEmpty, !quoted, text.utf8.contains(UInt8(ascii: ":")) else {
            throw ICalendarFault(line: number, message: "a name, a colon and a value are needed")
        }
        var parameters: [String: String] = [:]
        for part in parts {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parameters[pair[0].uppercased()] = pair.count == 2 ? String(pair[1]) : ""
        }
        self.number = number
        self.name = name
        self.parameters = parameters
        value = String(rest)
    }

    /// The dates of the value, without a time of day; nil when it is something else.
    var dates: [LocalDate]? {
        let texts = value.split(separator: ",", omittingEmptySubsequences: false)
        let dates = texts.compactMap { LocalDate(basic: String($0)) }
        return dates.count == texts.count ? dates : nil
    }

    /// The text of the value, its escapes resolved.
    var text: String {
        var text = ""
        var escaped = false
        for character in value {
            if escaped {
                text.append(character == "n" || character == "N" ? " " : character)
            } else if character != "\\" {
                text.append(character)
            }
            escaped = !escaped && character == "\\"
        }
        return text
    }
}

extension LocalDate {
    /// Reads `20260403`.
    init?(basic text: String) {
        let bytes = text.utf8Span.span
        guard bytes.count == 8,
            let year = DigitReader.number(bytes, at: 0, digits: 4),
            let month = DigitReader.number(bytes, at: 4, digits: 2),
            let day = DigitReader.number(bytes, at: 6, digits: 2)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }
}
