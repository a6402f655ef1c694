import Blocking
import Foundation
import TestKit
import Testing

struct BlockingExecutorTests {
    @Test func `jobs of an actor run on one thread that carries its name`() async throws {
        let worker = Worker(name: "worker-of-a-test-with-a-long-name")
        let first = await worker.threadName()
        await Task.yield()
        let second = await worker.threadName()
        #expect(first == "worker-of-a-tes")
        #expect(second == first)
    }

    @Test func `a blocked executor holds up nobody else`() async throws {
        let gate = Gate()
        let workers = (0..<20).map { Worker(name: "blocked-\($0)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in workers {
                group.addTask { await worker.wait(for: gate) }
            }
            try await eventually("all workers to block at once") { gate.waiting == workers.count }
            gate.open()
            try await group.waitForAll()
        }
    }

    @Test func `jobs run in the order of their arrival and none is lost`() async {
        let worker = Worker(name: "ordered")
        for number in 0..<10_000 { await worker.note(number) }
        #expect(await worker.notes == Array(0..<10_000))
        await withTaskGroup { group in
            for _ in 0..<1_000 { group.addTask { await worker.note(1) } }
        }
        #expect(await worker.notes.count == 11_000)
    }

    @Test func `the thread ends with its executor`() async throws {
        for _ in 0..<200 {
            let worker = Worker(name: "leak-test")
            await worker.note(1)
        }
        try await eventually("the threads to end") { threads(named: "leak-test").isEmpty }
    }

    @Test func `code may assume its isolation on the executor's thread only`() async {
        let worker = Worker(name: "isolated")
        #expect(await worker.isOnItsThread)
        #expect(worker.executor.isIsolatingCurrentContext() == false)
    }

    @Test func `a blocking thread hands back results and errors`() async {
        struct Refused: Error {}
        let thread = BlockingThread(name: "thread")
        #expect(await thread.run { 42 } == 42)
        await #expect(throws: Refused.self) { try await thread.run { () throws(Refused) in throw Refused() } }
    }

    @Test func `a program that is started on the thread may be asked to stop`() async throws {
        let status = try await BlockingThread(name: "spawner").run {
            try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
        }
        let blocked = status.split(separator: "\n").first { $0.hasPrefix("SigBlk:") }
        let mask = blocked?.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) }
        #expect(mask.map { $0 & (1 << UInt64(SIGTERM - 1)) } == 0, "Children inherit what the thread blocks.")
    }

    private func threads(named name: String) -> [String] {
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task")) ?? []
        return tasks.filter { task in
            (try? String(contentsOfFile: "/proc/self/task/\(task)/comm", encoding: .utf8)) == name + "\n"
        }
    }
}

private actor Worker {
    nonisolated let executor: BlockingExecutor
    private(set) var notes: [Int] = []

    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(name: String) {
        executor = BlockingExecutor(name: name)
    }

    var isOnItsThread: Bool { executor.isIsolatingCurrentContext() ?? false }

    func threadName() -> String {
        assumeIsolated { _ in }
        let name = try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)
        return name?.trimmingCharacters(in: .newlines) ?? ""
    }

    func note(_ number: Int) { notes.append(number) }

    func wait(for gate: Gate) { gate.wait() }
}

/// Holds threads up until it is opened.
private final class Gate: @unchecked Sendable {
    private let condition = NSCondition()
    private var isOpen = false
    private var count = 0

    var waiting: Int { condition.withLock { count } }

    func wait() {
        condition.withLock {
            count += 1
            while !isOpen { condition.wait() }
        }
    }

    func open() {
        condition.withLock {
            isOpen = true
            condition.broadcast()
        }
    }
}
