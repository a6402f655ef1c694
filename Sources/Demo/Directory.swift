import Contract

/// What is told of people and of the office as a whole: who there is, who was there, how many use the site.
struct Directory {
    let world: World
    let clients: [Int: Client]

    private var first: Int { LocalDay(number: world.season.days.lowerBound, zone: .johannesburg).start }

    /// Admins, users, every shift and the counts of each month, in this order.
    ///
    /// During the telling an admin may have any number of cases: partitions are told side by side, not in step, so that
    /// more may be open at once than ever were.
    var entries: [DemoEntry] {
        let admins = world.office.colleagues.map { put($0, capacity: 2000, at: first - 86_400, as: "start") }
        let users = clients.sorted { $0.key < $1.key }
            .map { $0.value.entry(at: first - 7200, id: "\(world.prefix)-user-\($0.key)") }
        return (admins + users + presence + usage).filter { $0.time.seconds < world.end }
    }

    /// The admins as they are from the end on.
    var closing: [DemoEntry] {
        world.office.colleagues.map { put($0, capacity: $0.isSenior ? 8 : 12, at: world.end - 1, as: "end") }
    }

    private func put(_ admin: Colleague, capacity: Int, at time: Int, as name: String) -> DemoEntry {
        DemoEntry(
            .adminPut,
            at: time,
            [
                ("id", "\(world.prefix)-admin-\(admin.id)-\(name)"), ("admin", admin.id), ("name", admin.name),
                ("email", "\(admin.id)@office.example"), ("team", admin.team),
                ("languages", admin.languages.joined(separator: ",")),
                ("skills", Office.skills(of: admin.team) ?? ""), ("capacity", "\(capacity)"),
                ("senior", admin.isSenior ? "true" : "false"), ("active", "true"),
            ]
        )
    }

    private var presence: [DemoEntry] {
        world.office.colleagues.flatMap { admin in
            admin.shifts.filter { $0.start >= first && $0.end < world.end }.flatMap { shift in
                [("online", shift.start), ("offline", shift.end)].map { status, time in
                    DemoEntry(
                        .adminPresence,
                        at: time,
                        [
                            ("id", "\(world.prefix)-\(admin.id)-\(time)"), ("admin", admin.id), ("status", status),
                        ]
                    )
                }
            }
        }
    }

    /// Each month's users, and how many a campaign reached.
    private var usage: [DemoEntry] {
        let months = Set(world.season.days.map { LocalDay(number: $0, zone: .johannesburg) }.map(Self.month))
        return months.sorted().enumerated().flatMap { index, month -> [DemoEntry] in
            let time = min(LocalDay(month).start + 40 * 86_400, world.end - 60)
            let users = 17_200 + index * 640 + Int(Dice(world.seed, month.fingerprint).first % 400)
            let office = DemoEntry(
                .usagePut,
                at: time,
                [("id", "\(world.prefix)-usage-\(month)"), ("period", month), ("active_users", "\(users)")]
            )
            let campaigns = Campaign.all.filter { campaign in
                world.season.days.contains { day in
                    campaign.weeks.contains((day - world.season.days.lowerBound) / 7)
                        && Self.month(LocalDay(number: day, zone: .johannesburg)) == month
                }
            }
            return [office]
                + campaigns.map { campaign in
                    DemoEntry(
                        .usagePut,
                        at: time,
                        [
                            ("id", "\(world.prefix)-usage-\(month)-\(campaign.name)"), ("period", month),
                            ("active_users", "\(users)"), ("campaign", campaign.name), ("reach", "\(users / 4)"),
                        ]
                    )
                }
        }
    }

    private static func month(_ day: LocalDay) -> String {
        let date = day.date
        return "\(date.year)-\(date.month < 10 ? "0" : "")\(date.month)"
    }
}

extension LocalDay {
    /// The first day of a month written `2026-03`.
    fileprivate init(_ month: String) {
        let parts = month.split(separator: "-").compactMap { Int($0) }
        self.init(year: parts.first ?? 1970, month: parts.last ?? 1, day: 1, zone: .johannesburg)
    }
}

extension Dice {
    /// The first number of dice that are thrown once.
    fileprivate var first: UInt64 {
        var dice = self
        return dice.next()
    }
}
