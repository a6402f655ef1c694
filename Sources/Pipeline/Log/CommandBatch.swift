import Redis

/// Commands that are sent together, with the transactions among them.
struct CommandBatch: Sendable {
    /// A MULTI … EXEC of one partition, and where its EXEC's reply will stand.
    struct Transaction: Sendable {
        let partition: Int
        let exec: Int
    }

    private(set) var commands: [Command] = []
    private(set) var transactions: [Transaction] = []

    mutating func add(_ command: Command) {
        commands.append(command)
    }

    /// Adds a transaction, so that Redis takes all of a partition's entries or none of them.
    mutating func transaction(of partition: Int, _ body: (_ add: (Command) -> Void) -> Void) {
        commands.append(["MULTI"])
        body { commands.append($0) }
        commands.append(["EXEC"])
        transactions.append(Transaction(partition: partition, exec: commands.count - 1))
    }

    /// What a process that dies while it is sending has sent.
    var firstHalf: CommandBatch {
        var half = CommandBatch()
        half.commands = Array(commands.prefix(commands.count / 2))
        return half
    }
}
