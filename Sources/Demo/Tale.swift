import Contract

/// One conversation as it is told, from the first entry to the last.
struct Tale {
    let world: World
    let client: Client
    let phrases: Phrases
    let conversation: String
    let channel: String
    /// The number of the advert, order or account that it is about.
    let reference: String
    let campaign: String
    var dice: Dice
    /// When the last thing happened; nothing is told before it.
    var now: Int
    private(set) var entries: [DemoEntry] = []
    /// The admin who has the case now.
    private var holder: String?
    private var firstResolve: (admin: Colleague, time: Int)?
    private let item: String

    /// A conversation that begins about when the client does things, on that day.
    init(_ number: Int, of client: Client, on day: Int, in world: World, beginning: Int? = nil) {
        self.world = world
        self.client = client
        phrases = Phrases.of(client.language)
        conversation = "\(world.prefix)-\(number)"
        dice = Dice(world.seed, world.label.fingerprint, UInt64(number))
        channel = dice.chance(0.75) ? client.channel : "web"
        reference = "AD-\(40_000 + dice.whole(0...59_999))"
        item = dice.pick(phrases.items)
        now = beginning ?? world.season.moment(on: day, in: client.zone, &dice)
        campaign = Campaign.reaching(client, at: now, in: world.season, &dice)
    }

    /// Tells an entry of this conversation, at that time or just after the last one; answers when it was.
    @discardableResult
    mutating func tell(_ type: CommandType, at time: Int? = nil, _ fields: [(String, String)]) -> Int {
        now = max(time ?? now + dice.whole(5...40), now + 1)
        let own = [("id", "\(conversation)-\(entries.count + 1)"), ("conversation", conversation)]
        entries.append(DemoEntry(type, at: now, own + fields))
        return now
    }

    /// Tells that an admin takes the case, unless it is the admin's already.
    mutating func assign(to admin: Colleague, at time: Int, because reason: String = "taken") {
        guard holder != admin.id else { return now = max(now, time) }
        tell(.caseAssign, at: time, [("admin", admin.id), ("to", admin.id), ("reason", reason)])
        holder = admin.id
    }

    /// Tells something that takes the case from its admin.
    mutating func tellFreeing(_ type: CommandType, at time: Int? = nil, _ fields: [(String, String)]) {
        tell(type, at: time, fields)
        holder = nil
    }

    /// Notes who resolved the case, if nobody had before.
    mutating func noteResolve(by admin: Colleague) { firstResolve = firstResolve ?? (admin, now) }

    /// The survey that the user gets, if an admin has resolved the case and the channel takes surveys.
    var asked: Asked? {
        guard let firstResolve, channel != "api" else { return nil }
        return Asked(
            conversation: conversation,
            client: client,
            admin: firstResolve.admin,
            sentAt: firstResolve.time + 4000,
            toldUntil: now
        )
    }

    /// The text with what it is about filled in.
    func filled(_ text: String) -> String {
        var filled = ""
        var rest = text[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            filled += rest[..<open]
            filled += value(of: rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
        }
        return filled + rest
    }

    private func value(of name: Substring) -> String {
        switch name {
        case "item": item
        case "ref": reference
        case "name": client.name.split(separator: " ").first.map(String.init) ?? client.name
        default: Self.places[client.zone] ?? "Dakar"
        }
    }

    private static let places: [Zone: String] = [
        .johannesburg: "Durban", .dakar: "Dakar", .saoPaulo: "Recife", .bogota: "Medellín",
    ]
}

/// What is advertised to users for some weeks, so that messages can be counted by it.
enum Campaign {
    static let all = [(name: "spring_clear_out", weeks: 2...5), (name: "boost_week", weeks: 8...9)]

    /// The campaign that made the client write, or nothing.
    static func reaching(_ client: Client, at time: Int, in season: Season, _ dice: inout Dice) -> String {
        let week = season.week(of: time)
        guard let campaign = all.first(where: { $0.weeks.contains(week) }), dice.chance(0.14) else { return "" }
        return campaign.name
    }
}
