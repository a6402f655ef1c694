/// What `--help` prints, made from the table of settings.
package enum HelpText {
    /// The help of one program.
    package static func text(program: String, summary: String) -> String {
        """
        \(program): \(summary)

        Usage: \(program) [--flag VALUE | --flag=VALUE]...

        Each setting is an environment variable and a flag; the flag wins.

        \(SettingsTable.help())
          --help, -h    this text
          --version     the version

        Examples:
          \(program)
          \(program) --lanes 4 --http 127.0.0.1:9100 --log-format json
          REDIS_URL=unix:///run/redis/redis.sock DATABASE_URL='postgres:///saypro?host=/run/postgresql' \(program)

        Exit status:
        \(ExitStatus.allCases.map { "  \(column("\($0.rawValue)"))\($0.meaning)" }.joined(separator: "\n"))

        """
    }

    private static func column(_ number: String) -> String {
        number + String(repeating: " ", count: max(1, 5 - number.count))
    }
}
