import ArgumentParser
import BusinessTime
import Contract

/// The command `saypro calendar due|elapsed`.
struct CalendarCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "calendar",
        abstract: "Reckon with opening hours: when a budget is used up, how much of a time was open.",
        subcommands: [Due.self, Elapsed.self]
    )

    /// The command `saypro calendar due`.
    struct Due: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell for each line when a budget of open time is used up.",
            discussion: """
                A line is a JSON object with the calendar as in the policy file, the start, the budget in seconds and, \
                if there are any, the pauses; times are RFC 3339, without an offset in the calendar's zone. The answer \
                is a line with `due`, or with `error`; with any error the status is 1.

                Example:
                  echo '{"calendar": {"zone": "Africa/Johannesburg", "week": {"mon-fri": ["08:00-17:00"]},
                    "holidays": [{"date": "2026-04-03"}]}, "start": "2026-04-02T16:30:00", "budget": 7200,
                    "pauses": [["2026-04-06T08:00:00", "2026-04-06T09:00:00"]]}' | tr -d '\\n' | saypro calendar due
                """
        )
        @Argument(help: "A file with the questions; standard input if there is none.") var file: String?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try CalendarQuestions(file: file, console: output.console).answer { question throws(CalendarError) in
                let pauses = try question.pauses()
                let start = try question.instant("start")
                let budget = try question.seconds("budget")
                do throws(CalendarFault) {
                    let due = try question.calendar.due(start: start, budget: budget, pauses: pauses)
                    return ["due": .string(due.description)]
                } catch {
                    throw CalendarError(error.description)
                }
            }
        }
    }

    /// The command `saypro calendar elapsed`.
    struct Elapsed: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell for each line how many seconds of a time were open and not paused.",
            discussion: """
                A line is a JSON object with the calendar as in the policy file, the times from and to and, if there \
                are any, the pauses; times are RFC 3339, without an offset in the calendar's zone. The answer is a line \
                with `elapsed`, or with `error`; with any error the status is 1.

                Example:
                  echo '{"calendar": {"zone": "Europe/Berlin", "week": {"daily": ["00:00-24:00"]}},
                    "from": "2026-03-29T00:00:00", "to": "2026-03-30T00:00:00"}' | tr -d '\\n' | saypro calendar elapsed
                """
        )
        @Argument(help: "A file with the questions; standard input if there is none.") var file: String?
        @OptionGroup var output: OutputOptions

        func run() async throws {
            try CalendarQuestions(file: file, console: output.console).answer { question throws(CalendarError) in
                let pauses = try question.pauses()
                let start = try question.instant("from")
                let end = try question.instant("to")
                guard start <= end else { throw CalendarError("to: it is before from") }
                let elapsed = question.calendar.elapsed(from: start, to: end, pauses: pauses)
                return ["elapsed": .seconds(elapsed)]
            }
        }
    }
}
