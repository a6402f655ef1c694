import BusinessTime
import Contract

/// Reads a calendar as it stands in the policy file, from JSON.
enum CalendarReader {
    static func read(_ value: JSONValue) throws(CalendarError) -> CalendarDefinition {
        var zone: String?
        var week: WeekHours?
        var holidays: [Holiday] = []
        var region: Region?
        for member in try members(value, "calendar") {
            let path = "calendar.\(member.name)"
            switch member.name {
            case "zone": zone = try text(member.value, path, "an IANA name such as Africa/Johannesburg is allowed")
            case "week": week = try self.week(member.value, path)
            case "holidays": holidays = try self.holidays(member.value, path)
            case "region": region = try self.region(member.value, path)
            default: throw CalendarError("\(path): no such key; zone, week, holidays and region are allowed")
            }
        }
        guard let zone else { throw CalendarError("calendar.zone: it is needed") }
        guard let week else { throw CalendarError("calendar.week: it is needed") }
        return CalendarDefinition(zone: zone, week: week, holidays: holidays, region: region)
    }

    private static func week(_ value: JSONValue, _ path: String) throws(CalendarError) -> WeekHours {
        var week = WeekHours()
        for member in try members(value, path) {
            let path = "\(path).\(member.name)"
            guard let days = Weekday.days(ofKey: member.name) else {
                throw CalendarError("\(path): \(Weekday.expectation)")
            }
            for interval in try intervals(member.value, path) {
                do throws(CalendarFault) {
                    try week.add(interval, on: days)
                } catch {
                    throw CalendarError("\(path): \(error)")
                }
            }
        }
        return week
    }

    private static func holidays(_ value: JSONValue, _ path: String) throws(CalendarError) -> [Holiday] {
        var holidays: [Holiday] = []
        for (index, element) in try elements(value, path, "a list of holidays is allowed").enumerated() {
            holidays.append(try holiday(element, "\(path)[\(index)]"))
        }
        return holidays
    }

    private static func holiday(_ value: JSONValue, _ path: String) throws(CalendarError) -> Holiday {
        var holiday: Holiday?
        var name = ""
        var open: [HourInterval] = []
        var region: Region?
        for member in try members(value, path) {
            let path = "\(path).\(member.name)"
            switch member.name {
            case "date":
                guard let date = member.value.text.flatMap(HolidayDate.init(_:)) else {
                    throw CalendarError("\(path): \(HolidayDate.expectation)")
                }
                holiday = Holiday(date)
            case "name": name = try text(member.value, path, "a text is allowed")
            case "open": open = try intervals(member.value, path)
            case "region": region = try self.region(member.value, path)
            default: throw CalendarError("\(path): no such key; date, name, open and region are allowed")
            }
        }
        guard let holiday else { throw CalendarError("\(path).date: it is needed") }
        return Holiday(holiday.date, name: name, open: open, region: region)
    }

    private static func intervals(_ value: JSONValue, _ path: String) throws(CalendarError) -> [HourInterval] {
        var intervals: [HourInterval] = []
        for (index, element) in try elements(value, path, "a list of intervals is allowed").enumerated() {
            guard let interval = element.text.flatMap(HourInterval.init(_:)) else {
                throw CalendarError("\(path)[\(index)]: \(HourInterval.expectation)")
            }
            intervals.append(interval)
        }
        return intervals
    }

    private static func region(_ value: JSONValue, _ path: String) throws(CalendarError) -> Region {
        guard let region = value.text.flatMap(Region.init(_:)) else {
            throw CalendarError("\(path): \(Region.expectation)")
        }
        return region
    }

    private static func members(_ value: JSONValue, _ path: String) throws(CalendarError) -> [JSONValue.Member] {
        guard case .object(let members) = value else { throw CalendarError("\(path): an object in braces is allowed") }
        guard Set(members.map(\.name)).count == members.count else {
            throw CalendarError("\(path): a key comes once in its object")
        }
        return members
    }

    private static func elements(
        _ value: JSONValue,
        _ path: String,
        _ expectation: String
    ) throws(CalendarError) -> [JSONValue] {
        guard case .array(let elements) = value else { throw CalendarError("\(path): \(expectation)") }
        return elements
    }

    private static func text(
        _ value: JSONValue,
        _ path: String,
        _ expectation: String
    ) throws(CalendarError) -> String {
        guard let text = value.text else { throw CalendarError("\(path): \(expectation)") }
        return text
    }
}
