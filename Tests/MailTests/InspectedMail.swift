import Foundation
import Mail
import TestKit

/// What Python's mail parser makes of a message.
struct InspectedMail: Decodable {
    struct Part: Decodable {
        let type: String
        let charset: String?
        let encoding: String
        let text: String
    }

    let headers: [[String]]
    let mailboxes: [String: [[String]]]
    let seconds: Int?
    let type: String
    let parts: [Part]
    let defects: [String]
    let longestHeaderLine: Int
    let longestLine: Int
    let strayBreaks: Int
    let beyondASCII: Int

    /// The names of the header's fields in their order.
    var names: [String] { headers.map { $0[0] } }

    subscript(_ name: String) -> String? {
        headers.first { $0[0] == name }?[1]
    }

    static func read(_ messages: [[UInt8]]) async throws -> [InspectedMail] {
        let folder = try Folder()
        var paths: [String] = []
        for (index, message) in messages.enumerated() {
            try folder.write(message, to: "\(index).eml")
            paths.append("\(folder.path)/\(index).eml")
        }
        let output = try await RunningProgram.output(
            of: try await Python.interpreter(),
            [Python.script("inspect-mail.py")] + paths
        )
        withExtendedLifetime(folder) {}
        return try JSONDecoder().decode([InspectedMail].self, from: Data(output.utf8))
    }

    static func read(_ message: Message) async throws -> InspectedMail {
        try await read([message.composed()])[0]
    }
}
