internal import CHiredis

/// Puts replies together while hiredis parses them, so that each value is copied once and nothing is built in between.
struct ReplyBuilder {
    /// Lists that are still short of elements, outermost first.
    private var open: [(elements: [Reply], missing: Int)] = []
    private var finished: Reply?

    /// Takes the reply that has been put together.
    mutating func take() -> Reply? {
        finished.take()
    }

    mutating func begin(listOf count: Int) {
        guard count > 0 else { return add(.array([])) }
        var elements: [Reply] = []
        // A server that announces more than it sends must not make us run out of memory.
        elements.reserveCapacity(min(count, 4_096))
        open.append((elements, count))
    }

    mutating func add(_ reply: Reply) {
        var reply = reply
        while let last = open.indices.last {
            open[last].elements.append(reply)
            open[last].missing -= 1
            guard open[last].missing == 0 else { return }
            reply = .array(open.removeLast().elements)
        }
        finished = reply
    }
}

/// The functions through which hiredis tells what it has parsed; each finds the builder in the task's private data.
// Safe because the functions run on the thread that parses, only while `Context` keeps the builder, and because hiredis
// gives lengths that are those of the memory it points to. The results only have to be other than NULL.
extension ReplyBuilder {
    @unsafe
    static var parserFunctions: redisReplyObjectFunctions {
        unsafe redisReplyObjectFunctions(
            createString: { task, start, count in
                let bytes = unsafe UnsafeRawBufferPointer(start: start, count: count)
                let reply = unsafe Reply(type: task.unsafelyUnwrapped.pointee.type, bytes: bytes)
                return unsafe ReplyBuilder.with(task) { $0.add(reply) }
            },
            createArray: { task, count in unsafe ReplyBuilder.with(task) { $0.begin(listOf: Int(count)) } },
            createInteger: { task, number in unsafe ReplyBuilder.with(task) { $0.add(.integer(number)) } },
            createNil: { task in unsafe ReplyBuilder.with(task) { $0.add(.null) } },
            freeObject: { _ in }
        )
    }

    @unsafe
    private static func with(
        _ task: UnsafePointer<redisReadTask>?,
        _ body: (inout ReplyBuilder) -> Void
    ) -> UnsafeMutableRawPointer? {
        guard let builder = unsafe task?.pointee.privdata else { return nil }
        unsafe body(&builder.assumingMemoryBound(to: ReplyBuilder.self).pointee)
        return unsafe builder
    }
}

extension Reply {
    @unsafe
    fileprivate init(type: Int32, bytes: UnsafeRawBufferPointer) {
        // Safe because the bytes are copied here.
        if type == REDIS_REPLY_ERROR {
            self = unsafe .error(RedisFailure(String(decoding: bytes, as: UTF8.self)))
        } else if let text = try? unsafe UTF8Span(validating: bytes.assumingMemoryBound(to: UInt8.self).span) {
            self = .text(String(copying: text))
        } else {
            self = unsafe .bytes(Array(bytes))
        }
    }
}
