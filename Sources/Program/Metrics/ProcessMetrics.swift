import FoundationEssentials
import Glibc

/// What the system says about this process, under the names that Prometheus's own libraries use.
struct ProcessMetrics {
    let residentBytes: Double
    let virtualBytes: Double
    let cpuSeconds: Double
    let threads: Double
    let startTime: Double
    let openDescriptors: Double

    /// Reads `/proc`; nil where there is none.
    static func read() -> ProcessMetrics? {
        guard
            let stat = text("/proc/self/stat"),
            // The program's name stands in brackets and may hold anything, blanks and brackets too.
            let end = stat.lastIndex(of: ")"),
            let bootTime = text("/proc/stat").flatMap(bootTime)
        else { return nil }
        let fields = stat[stat.index(after: end)...].split(separator: " ").map { Double($0) ?? 0 }
        // Field 3 of proc(5) is the first one here.
        guard fields.count > 21 else { return nil }
        let ticks = Double(max(1, sysconf(Int32(_SC_CLK_TCK))))
        let descriptors = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count
        return ProcessMetrics(
            residentBytes: fields[21] * Double(max(1, sysconf(Int32(_SC_PAGESIZE)))),
            virtualBytes: fields[20],
            cpuSeconds: (fields[11] + fields[12]) / ticks,
            threads: fields[17],
            startTime: bootTime + fields[19] / ticks,
            openDescriptors: Double(descriptors ?? 0)
        )
    }

    func exposition(_ format: ExpositionFormat = .prometheus) -> String {
        var page = ExpositionText(format)
        let figures: [(String, MetricKind, String, Double)] = [
            ("process_cpu_seconds_total", .counter, "User and system time in seconds", cpuSeconds),
            ("process_open_fds", .gauge, "Open file descriptors", openDescriptors),
            ("process_resident_memory_bytes", .gauge, "Resident memory in bytes", residentBytes),
            ("process_start_time_seconds", .gauge, "When the process started, in seconds since 1970", startTime),
            ("process_threads", .gauge, "Threads of the process", threads),
            ("process_virtual_memory_bytes", .gauge, "Virtual memory in bytes", virtualBytes),
        ]
        for (name, kind, help, value) in figures {
            page.metric(name, kind, help: help)
            page.sample(name, SeriesLabels([]), value)
        }
        return page.text
    }

    private static func text(_ path: String) -> String? {
        (try? Data(contentsOf: URL(filePath: path))).map { String(decoding: $0, as: UTF8.self) }
    }

    private static func bootTime(_ stat: String) -> Double? {
        stat.split(separator: "\n").first { $0.hasPrefix("btime ") }.flatMap { Double($0.dropFirst(6)) }
    }
}
