/// A Redis command with its arguments, encoded as it travels.
///
/// Arguments are byte strings with a length, so they may hold anything. Encoding happens once, on append; sending the
/// same command again costs a copy of its bytes.
package struct Command: Sendable, Equatable, ExpressibleByArrayLiteral {
    /// How many arguments the command has, its name included.
    package private(set) var count = 0
    private var body: [UInt8] = []

    /// Makes a command from its name and arguments.
    package init(arrayLiteral arguments: String...) {
        self.init(arguments)
    }

    /// Makes a command from its name and arguments.
    package init(_ arguments: [String]) {
        reserve(bytes: arguments.reduce(0) { $0 + $1.utf8.count + Self.argumentOverhead })
        for argument in arguments { append(argument) }
    }

    /// How many bytes the command takes up on the wire, give or take the line that counts its arguments.
    package var size: Int { body.count }

    /// Makes room for arguments of that many bytes in all, so that appending them allocates nothing.
    package mutating func reserve(arguments: Int = 0, bytes: Int) {
        body.reserveCapacity(body.count + bytes + arguments * Self.argumentOverhead)
    }

    /// Adds an argument.
    package mutating func append(_ argument: String) {
        var argument = argument
        // Safe because the bytes are copied before the closure returns.
        argument.withUTF8 { unsafe append(buffer: UnsafeRawBufferPointer($0)) }
    }

    /// Adds an argument that need not be text.
    package mutating func append(bytes: [UInt8]) {
        // Safe because the bytes are copied before the closure returns.
        unsafe bytes.withUnsafeBytes { unsafe append(buffer: $0) }
    }

    /// The arguments one after another, the name first.
    var arguments: some Sequence<[UInt8]> {
        sequence(state: body[...]) { rest -> [UInt8]? in
            guard let line = rest.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
            let digits = rest[rest.index(after: rest.startIndex)..<(line - 1)]
            let length = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
            let argument = Array(rest[(line + 1)..<(line + 1 + length)])
            rest = rest[(line + 1 + length + 2)...]
            return argument
        }
    }

    /// Writes the command to the end of `buffer` in the form that Redis reads.
    func encode(into buffer: inout [UInt8]) {
        buffer.append(UInt8(ascii: "*"))
        Self.append(decimal: count, to: &buffer)
        buffer.append(contentsOf: body)
    }

    private mutating func append(buffer: UnsafeRawBufferPointer) {
        count += 1
        body.append(UInt8(ascii: "$"))
        Self.append(decimal: buffer.count, to: &body)
        // Safe because the caller keeps the buffer valid during this call.
        unsafe body.append(contentsOf: buffer)
        body.append(UInt8(ascii: "\r"))
        body.append(UInt8(ascii: "\n"))
    }

    /// What an argument takes beside its own bytes: `$`, up to ten digits and two line ends.
    private static let argumentOverhead = 15

    private static func append(decimal number: Int, to buffer: inout [UInt8]) {
        if number >= 10 { appendDigits(of: number / 10, to: &buffer) }
        buffer.append(UInt8(ascii: "0") + UInt8(number % 10))
        buffer.append(UInt8(ascii: "\r"))
        buffer.append(UInt8(ascii: "\n"))
    }

    private static func appendDigits(of number: Int, to buffer: inout [UInt8]) {
        if number >= 10 { appendDigits(of: number / 10, to: &buffer) }
        buffer.append(UInt8(ascii: "0") + UInt8(number % 10))
    }
}

extension Command: CustomStringConvertible {
    /// The command's name and how many arguments follow; never the arguments, which may be what people wrote.
    package var description: String {
        let name = body.drop { $0 != UInt8(ascii: "\n") }.dropFirst().prefix { $0 != UInt8(ascii: "\r") }
        return "\(String(decoding: name, as: UTF8.self)) with \(max(count - 1, 0)) arguments"
    }
}
