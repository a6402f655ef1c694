import ArgumentParser
import Contract

/// The command `saypro contract`.
struct ContractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract",
        abstract: "Print what the streams carry as an AsyncAPI 3 document, with a JSON Schema for each type.",
        discussion: "Example: saypro contract > asyncapi.json"
    )
    @OptionGroup var output: OutputOptions

    func run() {
        let document = AsyncAPI.document
        if output.json { output.console.write(document) } else { output.console.write(document.laidOut()) }
    }
}
