/// The addresses that are not public: IANA's registries of special purposes, and where clouds keep credentials.
enum SpecialAddresses {
    /// Why the address is not public; nil when it is.
    static func kind(of address: IPAddress) -> AddressKind? {
        switch address {
        case .version4:
            table4.first { $0.block.contains(address) }?.kind
        case .version6:
            table6.first { $0.block.contains(address) }?.kind ?? (globalUnicast.contains(address) ? nil : .reserved)
        }
    }

    /// The IPv4 addresses that a packet to this address may end up at.
    static func carried(in address: IPAddress, of kind: AddressKind?) -> [IPAddress] {
        guard case .version6(let bits) = address else { return [] }
        let low = IPAddress.version4(UInt32(truncatingIfNeeded: bits))
        switch kind {
        case .mapped, .compatible, .translated:
            return [low]
        case .sixToFour:
            return [.version4(UInt32(truncatingIfNeeded: bits >> 80))]
        case .teredo:
            return [
                .version4(UInt32(truncatingIfNeeded: bits >> 64)), .version4(~UInt32(truncatingIfNeeded: bits)),
            ]
        default:
            // ISATAP puts an IPv4 address into the lower half of any prefix.
            let interface = UInt32(truncatingIfNeeded: bits >> 32)
            return interface & ~0x0200_0000 == 0x0000_5EFE ? [low] : []
        }
    }

    private static let globalUnicast = AddressBlock("2000::/3")

    // The first block that holds an address decides, so narrower blocks stand before wider ones.
    private static let table4: [(block: AddressBlock, kind: AddressKind)] = [
        (AddressBlock("0.0.0.0/32"), .unspecified),
        (AddressBlock("0.0.0.0/8"), .thisNetwork),
        (AddressBlock("10.0.0.0/8"), .privateUse),
        (AddressBlock("100.100.100.200/32"), .metadata),
        (AddressBlock("100.64.0.0/10"), .shared),
        (AddressBlock("127.0.0.0/8"), .loopback),
        (AddressBlock("168.63.129.16/32"), .metadata),
        (AddressBlock("169.254.169.0/24"), .metadata),
        (AddressBlock("169.254.170.0/24"), .metadata),
        (AddressBlock("169.254.0.0/16"), .linkLocal),
        (AddressBlock("172.16.0.0/12"), .privateUse),
        (AddressBlock("192.0.0.192/32"), .metadata),
        (AddressBlock("192.0.0.0/24"), .assignedToProtocols),
        (AddressBlock("192.0.2.0/24"), .documentation),
        (AddressBlock("192.31.196.0/24"), .assignedToProtocols),
        (AddressBlock("192.52.193.0/24"), .assignedToProtocols),
        (AddressBlock("192.88.99.0/24"), .assignedToProtocols),
        (AddressBlock("192.168.0.0/16"), .privateUse),
        (AddressBlock("192.175.48.0/24"), .assignedToProtocols),
        (AddressBlock("198.18.0.0/15"), .benchmarking),
        (AddressBlock("198.51.100.0/24"), .documentation),
        (AddressBlock("203.0.113.0/24"), .documentation),
        (AddressBlock("224.0.0.0/4"), .multicast),
        (AddressBlock("255.255.255.255/32"), .broadcast),
        (AddressBlock("240.0.0.0/4"), .reserved),
    ]

    private static let table6: [(block: AddressBlock, kind: AddressKind)] = [
        (AddressBlock("::/128"), .unspecified),
        (AddressBlock("::1/128"), .loopback),
        (AddressBlock("::ffff:0:0/96"), .mapped),
        (AddressBlock("::ffff:0:0:0/96"), .compatible),
        (AddressBlock("::/96"), .compatible),
        (AddressBlock("64:ff9b::/96"), .translated),
        (AddressBlock("64:ff9b:1::/48"), .translated),
        (AddressBlock("100::/64"), .assignedToProtocols),
        (AddressBlock("2001::/32"), .teredo),
        (AddressBlock("2001:2::/48"), .benchmarking),
        (AddressBlock("2001:db8::/32"), .documentation),
        (AddressBlock("2001::/23"), .assignedToProtocols),
        (AddressBlock("2002::/16"), .sixToFour),
        (AddressBlock("2620:4f:8000::/48"), .assignedToProtocols),
        (AddressBlock("3fff::/20"), .documentation),
        (AddressBlock("fd00:ec2::/32"), .metadata),
        (AddressBlock("fd20:ce::254/128"), .metadata),
        (AddressBlock("fc00::/7"), .privateUse),
        (AddressBlock("fe80::a9fe:a9fe/128"), .metadata),
        (AddressBlock("fe80::/10"), .linkLocal),
        (AddressBlock("fec0::/10"), .privateUse),
        (AddressBlock("ff00::/8"), .multicast),
    ]
}

/// A block of addresses of one of the tables.
struct AddressBlock: Sendable {
    private let first: IPAddress
    private let prefixLength: Int

    /// Reads `address/bits`; for constants only, since another text ends the program.
    init(_ text: StaticString) {
        let parts = text.description.split(separator: "/")
        guard parts.count == 2, let first = IPAddress(parts[0]), let bits = Int(parts[1]),
            (0...first.bytes.count * 8).contains(bits)
        else { preconditionFailure("\(text) is not a block of addresses") }
        self.first = first
        prefixLength = bits
    }

    func contains(_ address: IPAddress) -> Bool {
        switch (first, address) {
        case (.version4(let mine), .version4(let other)): (mine ^ other) >> (32 - prefixLength) == 0
        case (.version6(let mine), .version6(let other)): (mine ^ other) >> (128 - prefixLength) == 0
        default: false
        }
    }
}
