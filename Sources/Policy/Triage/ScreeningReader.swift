import Contract

/// Reads `triage.screening`.
enum ScreeningReader {
    static func read(_ entry: Entry, _ faults: inout FaultList) -> ScreeningRule? {
        guard var members = Members(entry, like: "{ spam: 95%, suspect: 70% }", &faults) else { return nil }
        var rule = ScreeningRule()
        members.read("spam", into: &rule.spam, &faults) { $0.share(&$1) }
        members.read("suspect", into: &rule.suspect, &faults) { $0.share(&$1) }
        members.read("blocked_users", into: &rule.blockedUsers, &faults) { entry, faults in
            let users = entry.list("a list of users' ids is allowed", &faults) { element, faults in
                element.text("an id of 1 to 128 characters without spaces is allowed", &faults) {
                    !$0.isEmpty && $0.utf8.count <= 128 && ValueShape.id.accepts($0)
                }
            }
            return users.map { Set($0) }
        }
        members.read("blocked_addresses", into: &rule.blockedAddresses, &faults) { entry, faults in
            let addresses = entry.list("a list of e-mail addresses and domains is allowed", &faults) {
                element,
                faults in
                element.text(
                    "an e-mail address, or a domain such as @example.org, is allowed",
                    &faults,
                    where: isAddress
                )
            }
            return addresses.map { Set($0.map { $0.lowercased() }) }
        }
        members.read("fraud_words", into: &rule.fraudWords, &faults) { $0.wordsByLanguage(&$1) }
        members.read("own_hosts", into: &rule.ownHosts, &faults) { entry, faults in
            let hosts = entry.list("a list of hosts is allowed", &faults) { element, faults in
                element.text("the name of a host is allowed, such as example.org", &faults, where: isHost)
            }
            return hosts.map { Set($0.map { $0.lowercased() }) }
        }
        members.close(&faults)
        if rule.suspect > rule.spam {
            faults.add("`suspect` is at most `spam`: what is spam is suspect too", at: entry.place)
        }
        return rule
    }

    private static func isAddress(_ text: String) -> Bool {
        text.hasPrefix("@") ? isHost(String(text.dropFirst())) : ValueShape.email.accepts(text)
    }

    private static func isHost(_ text: String) -> Bool {
        text.contains(".") && ValueShape.webAddress.accepts("https://\(text)/")
            && !text.contains { "/:@?#".contains($0) }
    }
}
