/// Reads `teams` and `departments`.
enum TeamsReader {
    static func teams(_ entry: Entry, _ faults: inout FaultList) -> [Name<Team>: Team]? {
        let teams = entry.declarations(&faults) { name, entry, faults -> Team? in
            guard var members = Members(entry, like: "{ title: Payments, skills: [payments] }", &faults) else {
                return nil
            }
            var team = Team(name: name)
            members.read("title", into: &team.title, &faults) { $0.title(&$1) }
            members.read("skills", into: &team.skills, &faults) { $0.labels(&$1).map { Set($0) } }
            members.read("languages", into: &team.languages, &faults) { $0.languages(&$1).map { Set($0) } }
            members.read("regions", into: &team.regions, &faults, regions)
            members.read("calendar", into: &team.calendar, &faults) { $0.reference(&$1) }
            members.read("capacity", into: &team.capacity, &faults) { $0.integer(in: 1...1000, &$1) }
            members.read("email", into: &team.email, &faults) { $0.email(&$1) }
            members.close(&faults)
            return team
        }
        return teams.map { Dictionary($0.map { ($0.name, $0.thing) }) { $1 } }
    }

    static func departments(_ entry: Entry, _ faults: inout FaultList) -> [Name<Department>: Department]? {
        let departments = entry.declarations(&faults) { name, entry, faults -> Department? in
            guard var members = Members(entry, like: "{ title: Legal, calendar: office }", &faults) else { return nil }
            var department = Department(name: name)
            members.read("title", into: &department.title, &faults) { $0.title(&$1) }
            members.read("email", into: &department.email, &faults) { $0.email(&$1) }
            members.read("team", into: &department.team, &faults) { $0.reference(&$1) }
            members.read("calendar", into: &department.calendar, &faults) { $0.reference(&$1) }
            members.read("acknowledge_within", into: &department.acknowledgeWithin, &faults) {
                $0.duration(in: .minutes(1) ... .days(30), &$1)
            }
            members.close(&faults)
            return department
        }
        return departments.map { Dictionary($0.map { ($0.name, $0.thing) }) { $1 } }
    }

    private static func regions(_ entry: Entry, _ faults: inout FaultList) -> Set<String>? {
        let regions = entry.list("a list of ISO 3166 country codes is allowed", &faults) { $0.region(&$1) }
        return entry.distinct(regions, &faults).map { Set($0) }
    }
}
