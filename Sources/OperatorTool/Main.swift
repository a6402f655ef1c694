import Foundation

/// The `saypro` program.
@main
enum Main {
    static func main() async {
        exit(await SayPro.run(Array(CommandLine.arguments.dropFirst())))
    }
}
