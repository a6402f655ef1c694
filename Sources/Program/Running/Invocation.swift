/// What a program was started with, and what that asks it to do.
enum Invocation: Sendable {
    case run(WorkerSettings)
    /// Text for stdout, after which the program ends well.
    case answer(String)

    /// Reads a command line and an environment.
    init(
        program: String,
        summary: String,
        arguments: some Collection<String>,
        environment: [String: String],
        isTerminal: Bool
    ) throws(StartFault) {
        let flags = try CommandLineFlags(arguments, known: SettingsTable.all)
        switch flags.request {
        case .help: self = .answer(HelpText.text(program: program, summary: summary))
        case .version: self = .answer("\(program) \(ProgramVersion.text)")
        case .run:
            self = .run(
                try WorkerSettings(
                    program: program,
                    flags: flags.values,
                    environment: environment,
                    isTerminal: isTerminal
                )
            )
        }
    }
}
