import Foundation

/// What a command finds around it: the environment and the console.
///
/// Tests give it their own.
struct Surroundings: Sendable {
    var environment: [String: String]
    var console: Console

    /// The surroundings of the command that is running.
    @TaskLocal static var current = Surroundings.ofProcess

    private static var ofProcess: Surroundings {
        let environment = ProcessInfo.processInfo.environment
        return Surroundings(environment: environment, console: Console(environment: environment))
    }
}
