import Contract

/// Reads whom mail comes from, and where readers of notices go on.
enum NoticeAddressReader {
    static func mail(_ entry: Entry, _ faults: inout FaultList) -> MailTerms? {
        guard var members = Members(entry, like: "{ name: SayPro, from: help@example.org }", &faults) else {
            return nil
        }
        var terms = MailTerms()
        members.read("name", into: &terms.name, &faults) { $0.phrase(&$1) }
        members.read("from", into: &terms.from, &faults, address)
        members.read("reply_to", into: &terms.replyTo, &faults, address)
        members.read("bounces", into: &terms.bounces, &faults, address)
        members.close(&faults)
        return terms
    }

    static func links(_ entry: Entry, _ faults: inout FaultList) -> NoticeLinks? {
        let example = "{ user: \"https://example.org/messages/{conversation}\" }"
        guard var members = Members(entry, like: example, &faults) else { return nil }
        var links = NoticeLinks()
        let ofCase: Set<String> = ["conversation", "case"]
        members.read("user", into: &links.user, &faults) { link($0, ofCase, &$1) }
        members.read("admin", into: &links.admin, &faults) { link($0, ofCase, &$1) }
        members.read("not_solved", into: &links.notSolved, &faults) { link($0, ofCase, &$1) }
        members.read("survey", into: &links.survey, &faults) { link($0, ["token"], &$1) }
        members.read("unsubscribe", into: &links.unsubscribe, &faults) { link($0, ["token"], &$1) }
        members.read("report", into: &links.report, &faults) { link($0, ["kind", "period"], &$1) }
        members.read("help", into: &links.help, &faults) { link($0, [], &$1) }
        members.close(&faults)
        return links
    }

    private static func address(_ entry: Entry, _ faults: inout FaultList) -> String? {
        entry.text("an e-mail address is allowed", &faults, where: ValueShape.email.accepts)
    }

    /// An `https` address whose places, such as `{token}`, are among those allowed.
    private static func link(_ entry: Entry, _ places: Set<String>, _ faults: inout FaultList) -> String? {
        var expectation = "an https address is allowed"
        if !places.isEmpty { expectation += ", with " + places.sorted().map { "{\($0)}" }.joined(separator: " or ") }
        return entry.text(expectation, &faults) { text in
            let plain = places.reduce(text) { $0.replacing("{\($1)}", with: "x") }
            return plain.utf8.allSatisfy { $0 < 0x80 } && ValueShape.webAddress.accepts(plain)
        }
    }
}
