/// An address and the name of whom it belongs to.
package struct Mailbox: Hashable, Sendable {
    /// The name that mail programs show; nil to show the address.
    package let name: HeaderText?
    /// The address that mail goes to.
    package let address: Address

    /// A person or office at that address.
    package init(_ address: Address, name: HeaderText? = nil) {
        self.address = address
        self.name = name.flatMap { $0.isEmpty ? nil : $0 }
    }
}
