/// What is said first on every new connection.
enum Handshake {
    struct Step {
        let command: Command
        /// What the step does, as an operator would say it.
        let purpose: String
        /// Whether the connection is of use without this step, if the user has no right to it.
        let isOptional: Bool

        func forgives(_ failure: RedisFailure) -> Bool {
            // A user without the right to it, and a server that cannot save, can still be worked with.
            isOptional && (failure.code == "NOPERM" || failure.code == "MISCONF")
        }

        func refusal(_ failure: RedisFailure) -> RedisError {
            RedisError(.refused(failure), "Redis refused \(purpose): \(failure.message)", cause: failure)
        }
    }

    static func steps(for url: RedisURL, name: String) -> [Step] {
        var steps: [Step] = []
        if let password = url.password {
            let command: Command = url.user.map { ["AUTH", $0, password] } ?? ["AUTH", password]
            steps.append(Step(command: command, purpose: "the login", isOptional: false))
        }
        if url.database != 0 {
            let command: Command = ["SELECT", String(url.database)]
            steps.append(Step(command: command, purpose: "the database \(url.database)", isOptional: false))
        }
        steps.append(
            Step(command: ["CLIENT", "SETNAME", clientName(name)], purpose: "the connection's name", isOptional: true)
        )
        steps.append(Step(command: ["PING"], purpose: "service", isOptional: true))
        return steps
    }

    /// The name with a hyphen for everything that Redis allows in no name.
    private static func clientName(_ name: String) -> String {
        String(decoding: name.utf8.map { $0 > 0x20 && $0 < 0x7F ? $0 : UInt8(ascii: "-") }, as: UTF8.self)
    }
}
