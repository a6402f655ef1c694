package import Contract

/// A quarter of a classified-ads office, made up: the same for the same seed.
///
/// What it tells, and when, hangs on the seed and the period alone. Ids too, so that publishing it again has no effect.
package struct DemoQuarter: Sendable {
    /// All that happens, in the order in which it is to be published: people and presence, then cases as time passes.
    package let entries: [DemoEntry]
    /// What every conversation and id of it begins with.
    package let prefix: String
    let world: World

    /// Tells of the period; at least so many messages, and nothing from `end` on.
    package init(seed: UInt64, period: DemoPeriod, end: Instant, messages: Int = 20_500) {
        world = World(seed: seed, period: period, end: end)
        prefix = world.prefix
        var author = Author(world: world, messages: messages)
        author.write()
        entries =
            Directory(world: world, clients: author.clients).entries + author.entriesByTime
            + Directory(world: world, clients: [:]).closing
    }
}

/// Writes tales until there are enough messages.
private struct Author {
    let world: World
    let messages: Int
    private(set) var clients: [Int: Client] = [:]
    private var told: [DemoEntry] = []
    private var asked: [Asked] = []
    private var dice: Dice
    private let days: [(Int, Double)]
    private let population: Int

    init(world: World, messages: Int) {
        self.world = world
        self.messages = messages
        population = max(50, messages / 10)
        dice = Dice(world.seed, world.label.fingerprint)
        days = world.season.days.map { ($0, world.season.volume(of: $0)) }
    }

    /// Time decides; of what happens at one time, the order in which it was told.
    var entriesByTime: [DemoEntry] {
        told.enumerated()
            .sorted { ($0.element.time, $0.offset) < ($1.element.time, $1.offset) }
            .map(\.element)
    }

    mutating func write() {
        var number = 0
        var written = 0
        reportOutages(from: 900_000)
        flagAgain(from: 910_000)
        written = told.count { $0.type == .messagePost }
        while written < messages {
            number += 2
            let before = told.count
            tellCase(number)
            written += told[before...].count { $0.type == .messagePost }
        }
        told += answers.filter { $0.time.seconds < world.end }
    }

    /// What users say when they are asked; nobody is asked again within a week.
    private var answers: [DemoEntry] {
        var lastAsked: [String: Int] = [:]
        return asked.sorted { ($0.sentAt, $0.conversation) < ($1.sentAt, $1.conversation) }.compactMap { asked in
            if let last = lastAsked[asked.client.id], asked.sentAt - last < Asked.coolDown { return nil }
            lastAsked[asked.client.id] = asked.sentAt
            return asked.answer(in: world)
        }
    }

    private mutating func tellCase(_ number: Int) {
        var tale = Tale(number, of: client(), on: dice.pick(weighted: days), in: world)
        let matter = tale.dice.pick(weighted: Matter.all)
        switch tale.dice.share() {
        case ..<0.008: tale.pester()
        case ..<0.018: add(tale.talkTwice(about: matter, second: number + 1))
        case ..<0.04: tale.settleByMachine()
        case ..<0.36:
            let plan = tale.dice.pick(weighted: KindPlan.all)
            tale.settle(plan)
        default: tale.talk(about: matter)
        }
        add(tale)
    }

    /// Hundreds write within hours of each other about one fault.
    private mutating func reportOutages(from number: Int) {
        let span = world.season.outage
        for report in 0..<max(6, messages / 220) {
            let early = dice.share() * dice.share()
            let time = span.lowerBound + Int(early * Double(span.count))
            var tale = Tale(number + report, of: client(), on: 0, in: world, beginning: time)
            tale.reportOutage()
            add(tale)
        }
    }

    private mutating func flagAgain(from number: Int) {
        let first = world.season.days.lowerBound
        for (index, day) in [first + 9, first + 33].enumerated() {
            var tale = Tale(number + index, of: client(), on: day, in: world)
            tale.flag(again: "AD-77701")
            add(tale)
        }
    }

    private mutating func client() -> Client {
        // Some users have much to write about, most have little.
        let number = Int(dice.share() * dice.share() * Double(population))
        let client = clients[number] ?? Client(number, seed: world.seed)
        clients[number] = client
        return client
    }

    private mutating func add(_ tale: Tale) {
        told += tale.entries.filter { $0.time.seconds < world.end }
        if let asked = tale.asked { self.asked.append(asked) }
    }
}
