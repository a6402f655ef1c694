/// Why an address is not one of the public Internet.
package enum AddressKind: String, Sendable, Hashable, CaseIterable {
    /// Stands for no host, and on most systems leads to the machine itself.
    case unspecified
    /// Hosts of "this network", 0.0.0.0/8.
    case thisNetwork
    case loopback
    case privateUse
    /// Between a carrier and its customers, 100.64.0.0/10.
    case shared
    case linkLocal
    /// Where machines of a cloud ask for their own credentials.
    case metadata
    case multicast
    case broadcast
    case documentation
    case benchmarking
    /// Set aside for protocols, relays and name service, where nobody receives webhooks.
    case assignedToProtocols
    /// An IPv4 address in the form of IPv6, `::ffff:a.b.c.d`.
    case mapped
    /// An IPv4 address in older forms of IPv6, `::a.b.c.d` and `::ffff:0:a.b.c.d`.
    case compatible
    /// An IPv4 address behind a translator.
    case translated
    /// An IPv4 relay, 2002::/16.
    case sixToFour
    case teredo
    /// Neither global unicast nor anything that has a name here.
    case reserved
    /// An address of the machine itself, although a public one.
    case own

    /// Whether the operator's list of allowed networks can open it.
    ///
    /// A list such as 0.0.0.0/0 must not open a cloud's credentials.
    package var canBeAllowed: Bool {
        switch self {
        case .unspecified, .metadata, .multicast, .broadcast: false
        default: true
        }
    }
}
