import CoreMetrics
import FoundationEssentials
import Glibc
import Logging
package import Pipeline
import ServiceLifecycle

/// The main function of every worker: from the command line to the exit status.
package enum WorkerProgram {
    /// Runs a stage until the process is asked to stop, and ends the process.
    ///
    /// SIGTERM and SIGINT drain: what is in hand is finished, the partitions are handed over, the status is 0.
    /// Before that, both servers are waited for within the connect timeout.
    ///
    /// A database that lacks a step of `schema` is waited for too. An error of `make`, which makes the stage, ends the
    /// program with status 1, unless it is a ``StartFault`` with a status of its own. A `site` is served where
    /// `SAYPRO_HTTP` says, beside the status endpoints.
    package static func main<S: Stage>(
        _ stage: StageName,
        summary: String,
        schema: [Migration],
        arguments: [String] = Array(CommandLine.arguments.dropFirst()),
        environment: [String: String] = ProcessInfo.processInfo.environment,
        site: Site? = nil,
        make: (WorkerSettings) throws -> S
    ) async -> Never {
        // A server that closes a connection must not end the process.
        signal(SIGPIPE, SIG_IGN)
        let isTerminal = isatty(STDERR_FILENO) == 1
        do {
            switch try Invocation(
                program: stage.rawValue,
                summary: summary,
                arguments: arguments,
                environment: environment,
                isTerminal: isTerminal
            ) {
            case .answer(let text): LineSink.standardOutput.line(text)
            case .run(let settings):
                let faults = try FaultPoints.inEnvironment(environment)
                let style = LogStyle(settings.logFormat, isTerminal: isTerminal, environment: environment)
                let registry = PrometheusRegistry(MetricTable.all, keepsExamples: settings.collector != nil)
                bootstrap(settings, style, registry)
                let worker = Worker(
                    stage: try make(settings),
                    schema: schema,
                    settings: settings,
                    faults: faults,
                    site: site
                )
                try await worker.run(exposing: registry)
            }
        } catch let fault as StartFault {
            end(stage, fault)
        } catch {
            end(stage, StartFault(.fault, "\(error)".onOneLine))
        }
        exit(ExitStatus.drained.rawValue)
    }

    private static func bootstrap(_ settings: WorkerSettings, _ style: LogStyle, _ registry: PrometheusRegistry) {
        LoggingSystem.bootstrap(
            { _, provider in
                LineLogHandler(
                    program: settings.program,
                    level: settings.logLevel,
                    style: style,
                    metadataProvider: provider
                )
            },
            metadataProvider: nil
        )
        MetricsSystem.bootstrap(registry)
    }

    private static func end(_ stage: StageName, _ fault: StartFault) -> Never {
        LineSink.standardError.line("\(stage): \(fault.line)")
        exit(fault.status.rawValue)
    }
}

extension FaultPoints {
    /// The step at which a test wants the process killed; none in production.
    fileprivate static func inEnvironment(_ environment: [String: String]) throws(StartFault) -> FaultPoints {
        guard let text = environment["SAYPRO_FAULT"] else { return .none }
        guard let points = FaultPoints(text) else {
            let steps = FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")
            throw StartFault(.configuration, "SAYPRO_FAULT is not STEP:COUNT; allowed steps: \(steps)")
        }
        return points
    }
}
