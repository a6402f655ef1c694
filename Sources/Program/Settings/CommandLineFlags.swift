/// The flags of a command line, checked strictly against the table of settings.
///
/// swift-configuration's own reader of command lines splits values at commas, joins what follows a flag
/// and ignores what it does not know; an operator's slip must stop the program instead.
package struct CommandLineFlags: Sendable, Equatable {
    /// What the command line asks for.
    package enum Request: Sendable, Equatable {
        case run
        case help
        case version
    }

    package private(set) var request = Request.run
    /// The value of each flag that was given, by the flag's name with its dashes.
    package private(set) var values: [String: String] = [:]

    /// Reads the arguments that follow the program's name.
    ///
    /// - Throws: a fault with status 64 for an unknown flag, a flag without its value or given twice,
    ///   and for anything that is not a flag. The value of an argument is never repeated in it.
    package init(_ arguments: some Collection<String>, known: [SettingDescription]) throws(StartFault) {
        if arguments.contains("--help") || arguments.contains("-h") {
            request = .help
            return
        }
        if arguments.contains("--version") {
            request = .version
            return
        }
        var rest = arguments[...]
        var number = 0
        while let argument = rest.popFirst() {
            number += 1
            guard argument.hasPrefix("-") else {
                throw StartFault(.usage, "argument \(number) belongs to no flag; only flags are taken, see --help")
            }
            let end = argument.firstIndex(of: "=")
            let flag = String(argument[..<(end ?? argument.endIndex)])
            guard known.contains(where: { $0.flag == flag }) else {
                throw StartFault(.usage, "\(Self.visible(flag)) is not a flag of this program, see --help")
            }
            let value: String
            if let end {
                value = String(argument[argument.index(after: end)...])
            } else if let next = rest.first, !next.hasPrefix("--") {
                value = next
                rest.removeFirst()
                number += 1
            } else {
                throw StartFault(.usage, "\(flag) needs a value: \(flag) VALUE or \(flag)=VALUE, see --help")
            }
            guard values.updateValue(value, forKey: flag) == nil else {
                throw StartFault(.usage, "\(flag) is given twice; give it once")
            }
        }
    }

    private static func visible(_ flag: String) -> String {
        let letters = flag.unicodeScalars.prefix(40).filter { $0.isASCII && $0.value > 0x20 && $0.value != 0x7F }
        return String(String.UnicodeScalarView(letters))
    }
}
