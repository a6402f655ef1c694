import Contract
import Foundation
import Redis

/// Publishes the rows of a file and waits for the receipt of each, with a bounded number of rows on their way.
///
/// A row without a receipt is sent again with all that follow it, under the same ids, so the order within a conversation
/// and the effect stay the same whatever is lost in between. Memory does not grow with the file.
struct Importer {
    /// How many rows go in one transaction of Redis.
    static let batch = 500
    /// After this long without a receipt, everything that waits for one is sent again.
    static let patience: Duration = .seconds(10)

    let redis: RedisClient
    let keys: Keys
    let partitioning: Partitioning
    let plan: ImportPlan
    /// Without any receipt for this long, the import gives up; it can be taken up again.
    var timeout: Duration = .seconds(60)
    var mostRows = 4096

    /// What there is to read and where it is noted.
    struct Files {
        var size: UInt64
        var reader: any RowReader
        var rejected: RejectedRowsFile
        var stateFile: ImportStateFile
        var state: ImportState
        /// How many entries this run has sent, not counting those sent again.
        var sent = 0
        /// The sources of what this run has sent; nil stands for what is none.
        var sources: Set<SourceID?> = []
    }

    private static let clock = ContinuousClock()

    /// Imports from where the state says to the end of the file, and answers what became of all its rows.
    func run(_ files: inout Files, progress: inout ProgressReport) async throws -> ImportCounts {
        var follower = try await StreamFollower.follow((0..<partitioning.count).map(keys.receipts), on: redis)
        var window = ImportWindow(mostRows: mostRows)
        var isAtEnd = false
        var lastReceipt = Self.clock.now
        var lastSent = lastReceipt
        var lastSaved = lastReceipt
        while !isAtEnd || !window.isEmpty {
            let publications = try fill(&window, from: &files.reader, &isAtEnd)
            if !publications.isEmpty {
                if window.unsettled.count == publications.count { lastReceipt = Self.clock.now }
                try await send(publications)
                files.sent += publications.count
                files.sources.formUnion(publications.map { SourceID(rawValue: $0.source) })
                lastSent = Self.clock.now
            }
            let receipts = await read(&follower, waiting: isAtEnd || !window.hasRoom ? .seconds(1) : .zero)
            for receipt in receipts where window.settle(receipt) { lastReceipt = Self.clock.now }
            try note(window.takeSettled(), in: &files)
            if Self.clock.now - lastSaved > .seconds(1) {
                try files.stateFile.save(files.state)
                lastSaved = Self.clock.now
            }
            let isWaiting = Self.clock.now - lastReceipt > .seconds(3) && !window.isEmpty
            progress.show(
                share: files.size == 0 ? 1 : Double(files.state.position.offset) / Double(files.size),
                rows: files.state.counts.total,
                remark: isWaiting ? "waiting for receipts: is ingest running?" : ""
            )
            guard !window.isEmpty, Self.clock.now - lastReceipt > Self.patience else { continue }
            try files.stateFile.save(files.state)
            guard Self.clock.now - lastReceipt < timeout else { throw Self.gaveUp(after: timeout) }
            guard Self.clock.now - lastSent > Self.patience else { continue }
            try await send(window.unsettled)
            lastSent = Self.clock.now
        }
        files.stateFile.remove()
        return files.state.counts
    }

    private func fill(
        _ window: inout ImportWindow,
        from reader: inout any RowReader,
        _ isAtEnd: inout Bool
    ) throws(ToolFailure) -> [Publication] {
        var publications: [Publication] = []
        while !isAtEnd, window.hasRoom, publications.count < Self.batch {
            guard let row = try reader.next().map(plan.completed) else {
                isAtEnd = true
                break
            }
            let publication = row.publication
            if let fault = row.fault ?? publication.unrecognisable {
                window.add(row, refused: fault)
                continue
            }
            window.add(row, as: publication)
            publications.append(publication)
        }
        return publications
    }

    /// Sends the entries in transactions, so that Redis takes each lot in its order or not at all; tries until it does.
    private func send(_ publications: [Publication]) async throws {
        let end = Self.clock.now + timeout
        for start in stride(from: 0, to: publications.count, by: Self.batch) {
            let lot = publications[start..<min(start + Self.batch, publications.count)]
            let commands = lot.map { $0.command(keys: keys, partitioning: partitioning) }
            while true {
                do {
                    let replies = try await redis.send([["MULTI"]] + commands + [["EXEC"]])
                    if case .array(let results)? = replies.last, !results.contains(where: { $0.failure != nil }) {
                        break
                    }
                    try Self.check(replies)
                } catch let error as RedisError {
                    guard error.kind == .unreachable || error.kind == .connectionLost else { throw error }
                }
                guard Self.clock.now < end else { throw Self.gaveUp(after: timeout) }
                try await Task.sleep(for: .milliseconds(200))
            }
        }
    }

    /// Redis being full or starting up passes; anything else ends the import.
    private static func check(_ replies: [Reply]) throws(ToolFailure) {
        let failures = replies.compactMap(\.failure) + (replies.last?.array ?? []).compactMap(\.failure)
        let passing: Set = ["OOM", "LOADING", "BUSY", "READONLY", "MISCONF", "MASTERDOWN", "CLUSTERDOWN", "EXECABORT"]
        guard let failure = failures.first(where: { !passing.contains($0.code) }) else { return }
        throw .failed("Redis refused the entries: \(failure.message)")
    }

    private func read(_ follower: inout StreamFollower, waiting: Duration) async -> [Receipt] {
        do {
            return try await follower.read(on: redis, waiting: waiting).compactMap(Receipt.init)
        } catch {
            try? await Task.sleep(for: .milliseconds(200))
            return []
        }
    }

    private func note(_ settled: [(row: ImportRow, outcome: ImportWindow.Outcome)], in files: inout Files) throws {
        for (row, outcome) in settled {
            switch outcome {
            case .accepted: files.state.counts.accepted += 1
            case .duplicate: files.state.counts.duplicate += 1
            case .rejected(let code, let field, let detail):
                files.state.counts.rejected += 1
                try files.rejected.add(row, code: code, field: field, detail: detail)
            }
            files.state.position = ImportPosition(offset: row.end, line: row.endLine, row: row.number)
        }
        files.state.rejectedLength = files.rejected.length
    }

    private static func gaveUp(after timeout: Duration) -> ToolFailure {
        .unavailable(
            "no receipt for \(timeout.components.seconds) s: start Redis and ingest (saypro status), "
                + "then run the same command again; it goes on from here"
        )
    }
}
