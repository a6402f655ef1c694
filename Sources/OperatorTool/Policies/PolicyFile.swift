import Contract
import Foundation
import Policy

/// A policy file that has no fault, with the files beside it that it names.
struct PolicyFile {
    let path: String
    let yaml: String
    let document: Document

    /// Reads and checks the file; every fault is printed, and the command ends with status 1.
    init(path: String, output: OutputOptions) throws {
        self.path = path
        guard let data = FileManager.default.contents(atPath: path),
            let text = String(validating: Array(data), as: UTF8.self)
        else {
            throw ToolFailure.failed(
                "cannot read \(path) as UTF-8 text: check that it is there and that you may read it"
            )
        }
        yaml = text
        let folder = FolderOnDisk(path: URL(fileURLWithPath: path).deletingLastPathComponent().path)
        do throws(PolicyFaults) {
            document = try Document(new: text, files: folder)
        } catch {
            if output.json {
                output.console.write(["faults": .array(error.faults.map(Self.json))])
            } else {
                for fault in error.faults { output.console.write(Self.line(fault, of: path)) }
            }
            let count = error.faults.count
            throw ToolFailure.failed("\(path) has \(count) \(count == 1 ? "fault" : "faults"): mend it and check again")
        }
    }

    /// Where something stands and what it is about, in one line.
    func line(_ fault: PolicyFault) -> String { Self.line(fault, of: path) }

    /// The same as JSON.
    func json(_ fault: PolicyFault) -> JSONValue { Self.json(fault) }

    private static func line(_ fault: PolicyFault, of path: String) -> String {
        let file = fault.file.map { (path as NSString).deletingLastPathComponent.appending($0, separator: "/") } ?? path
        let place = fault.path.isEmpty ? "" : " \(fault.path):"
        return "\(file):\(fault.line):\(place) \(fault.message)"
    }

    private static func json(_ fault: PolicyFault) -> JSONValue {
        var members = [
            JSONValue.Member(name: "line", value: .integer(Int64(fault.line))),
            JSONValue.Member(name: "path", value: .string(fault.path)),
            JSONValue.Member(name: "detail", value: .string(fault.message)),
        ]
        if let file = fault.file { members.insert(JSONValue.Member(name: "file", value: .string(file)), at: 0) }
        return .object(members)
    }
}

/// The folder of a policy file.
struct FolderOnDisk: PolicyFiles {
    let path: String

    func content(of file: String, atMost bytes: Int) -> PolicyFileContent {
        let place = "\(path)/\(file)"
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(place)) else {
            return .unusable("no file \(file) stands beside the policy file: put it there, or leave it out")
        }
        guard let size = (attributes[.size] as? NSNumber)?.intValue, size <= bytes else {
            return .unusable("\(file) may have \(bytes) bytes: shorten it")
        }
        guard let data = FileManager.default.contents(atPath: place) else {
            return .unusable("\(file) cannot be read: check that you may read it")
        }
        guard let text = String(validating: Array(data), as: UTF8.self) else {
            return .unusable("\(file) is not UTF-8 text: save it as UTF-8")
        }
        return .text(text)
    }

    func names(in folder: String) -> [String]? {
        let names = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")
        return names?.filter { !$0.hasPrefix(".") }.sorted()
    }

    /// A link says nothing of the size of what it leads to.
    private func resolved(_ path: String) -> String {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    }
}

extension String {
    /// The text, and the other behind the separator; the other alone behind nothing.
    fileprivate func appending(_ other: String, separator: String) -> String {
        isEmpty ? other : "\(self)\(separator)\(other)"
    }
}
