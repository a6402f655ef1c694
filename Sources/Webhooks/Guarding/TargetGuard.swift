import NIOCore

/// Decides where webhooks may go: out to the public Internet over TLS, and inwards only where the operator allows it.
///
/// Users choose the targets, so without it they could make this program talk to what only it can reach. It judges the very
/// addresses that are connected to, after the name was looked up; a name alone says nothing.
package struct TargetGuard: Sendable {
    private let allows: (@Sendable ([UInt8]) -> Bool)?
    private let ownAddresses: @Sendable () -> Set<IPAddress>

    /// Makes a guard.
    ///
    /// - Parameters:
    ///   - allows: whether an address, as four or sixteen bytes, is in an allowed network; nil when none is.
    ///   - ownAddresses: the machine's own addresses at that time.
    package init(
        allows: (@Sendable ([UInt8]) -> Bool)? = nil,
        ownAddresses: @escaping @Sendable () -> Set<IPAddress> = TargetGuard.addressesOfThisMachine
    ) {
        self.allows = allows
        self.ownAddresses = ownAddresses
    }

    /// Reads a URL and refuses what can be refused before its name is looked up.
    package func target(_ url: String) throws(GuardRefusal) -> Target {
        let target = try Target(parsing: url)
        switch target.origin.host {
        case .address(let address): try check([address], of: target.origin)
        case .name: if allows == nil { try checkAsPublic(target.origin) }
        }
        return target
    }

    /// Refuses the addresses unless every one of them may be connected to.
    ///
    /// One forbidden address among others is enough: an honest name does not have it.
    package func check(_ addresses: [IPAddress], of origin: Target.Origin) throws(GuardRefusal) {
        for address in addresses {
            if let kind = forbiddenKind(of: address) { throw .address(kind) }
        }
        if !addresses.allSatisfy(isAllowed) { try checkAsPublic(origin) }
    }

    /// Why the address may not be connected to; nil when it may.
    package func forbiddenKind(of address: IPAddress) -> AddressKind? {
        let special = SpecialAddresses.kind(of: address)
        let kind = special ?? (ownAddresses().contains(address) ? .own : nil)
        if let kind, !kind.canBeAllowed || !isAllowed(address) { return kind }
        for carried in SpecialAddresses.carried(in: address, of: special) {
            if let kind = forbiddenKind(of: carried) { return kind }
        }
        return nil
    }

    /// The addresses of this machine's network interfaces.
    package static func addressesOfThisMachine() -> Set<IPAddress> {
        let devices = (try? System.enumerateDevices()) ?? []
        return Set(devices.compactMap { $0.address?.ipAddress.flatMap { IPAddress($0) } })
    }

    private func isAllowed(_ address: IPAddress) -> Bool {
        allows?(address.bytes) ?? false
    }

    /// The rules for targets that are not wholly inside allowed networks.
    private func checkAsPublic(_ origin: Target.Origin) throws(GuardRefusal) {
        guard origin.isEncrypted else { throw .unencrypted }
        if case .name(let name) = origin.host, Self.isInternal(name) { throw .internalName }
        guard origin.port == 443 || origin.port >= 1024 && !Self.portsOfOthers.contains(origin.port) else {
            throw .port
        }
    }

    private static func isInternal(_ name: String) -> Bool {
        guard let dot = name.lastIndex(of: ".") else { return true }
        return internalDomains.contains(String(name[name.index(after: dot)...]))
    }

    // RFC 6761, 6762, 7686, 8375 and 9476, ICANN's `internal`, and what networks use without asking.
    private static let internalDomains: Set<String> = [
        "localhost", "localdomain", "local", "internal", "intranet", "private", "corp", "home", "lan", "arpa", "test",
        "example", "invalid", "onion", "alt",
    ]

    // Above 1023: the Fetch standard's blocked ports, and stores that would take commands out of a request.
    private static let portsOfOthers: Set<Int> = [
        1719, 1720, 1723, 2049, 2375, 2376, 2379, 2380, 3306, 3659, 4045, 4190, 5060, 5061, 5432, 5984, 6000, 6379,
        6566,
        6665, 6666, 6667, 6668, 6669, 6679, 6697, 9042, 9200, 9300, 10_080, 10_250, 11_211, 27_017,
    ]
}
